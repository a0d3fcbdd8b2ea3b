// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.ClassConstant;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.utility.AsmClassReader;
import net.bytebuddy.utility.JavaConstant;

/**
 * Advice whose calls go to the dispatcher in java.lang instead of to the class that gives their
 * signature.
 *
 * <p>Extends Advice only for the compiler's sake: who is called is decided by Advice.Delegator,
 * which Byte Buddy shows to subclasses alone.
 */
final class Dispatching extends Advice {
  private Dispatching() {
    super(null, null);
    throw new UnsupportedOperationException();
  }

  /**
   * @param dispatcher java.lang.OutriderDispatch
   * @param site the number that tells the dispatcher's linker which site this is
   * @param indy false for class files that cannot hold an invokedynamic, and for java.base
   */
  static Advice.WithCustomMapping through(Class<?> dispatcher, int site, boolean indy) {
    return through(dispatcher, new Numbering(site), indy);
  }

  static Advice.WithCustomMapping through(Class<?> dispatcher, Numbering site, boolean indy) {
    return new Mapping(indy ? new Linked(dispatcher, site) : new Called(dispatcher, site));
  }

  /** Says which site a method is: the same for every method, unless a subclass knows better. */
  static class Numbering {
    private final int site;

    Numbering(int site) {
      this.site = site;
    }

    int of(TypeDescription woven, MethodDescription method) {
      return site;
    }

    boolean isSameEverywhere() {
      return true;
    }
  }

  private static final class Mapping extends Advice.WithCustomMapping {
    Mapping(Advice.Delegator.Factory delegators) {
      super(
          new Advice.AssignReturned.Factory(),
          new HashMap<Class<? extends Annotation>, Advice.OffsetMapping.Factory<?>>(),
          delegators,
          AsmClassReader.Factory.Default.IMPLICIT);
    }
  }

  private abstract static class Delegators implements Advice.Delegator.Factory {
    final Class<?> dispatcher;
    final Numbering site;

    Delegators(Class<?> dispatcher, Numbering site) {
      this.dispatcher = dispatcher;
      this.site = site;
    }

    static Method method(Class<?> dispatcher, String name) {
      for (Method method : dispatcher.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          return method;
        }
      }
      throw new IllegalStateException("no " + name + " in " + dispatcher);
    }

    @Override
    public Advice.Delegator make(MethodDescription.InDefinedShape advice, boolean exit) {
      return new Delegate(advice, this);
    }

    abstract StackManipulation call(
        MethodDescription.InDefinedShape advice, TypeDescription woven, MethodDescription method);

    abstract boolean isSameEverywhere();
  }

  /** An invokedynamic; the site's number goes to the linker. */
  private static final class Linked extends Delegators {
    Linked(Class<?> dispatcher, Numbering site) {
      super(dispatcher, site);
    }

    @Override
    StackManipulation call(
        MethodDescription.InDefinedShape advice, TypeDescription woven, MethodDescription method) {
      List<JavaConstant> arguments =
          Collections.<JavaConstant>singletonList(
              JavaConstant.Simple.ofLoaded(site.of(woven, method)));
      return MethodInvocation.invoke(
              new MethodDescription.ForLoadedMethod(method(dispatcher, "bootstrap")))
          .dynamic(
              advice.getName(),
              advice.getReturnType().asErasure(),
              advice.getParameters().asTypeList().asErasures(),
              arguments);
    }

    @Override
    boolean isSameEverywhere() {
      return site.isSameEverywhere();
    }
  }

  /** A static call; the woven class and the site's number are its last arguments. */
  private static final class Called extends Delegators {
    Called(Class<?> dispatcher, Numbering site) {
      super(dispatcher, site);
    }

    @Override
    StackManipulation call(
        MethodDescription.InDefinedShape advice, TypeDescription woven, MethodDescription method) {
      return new StackManipulation.Compound(
          Arrays.asList(
              ClassConstant.of(woven),
              IntegerConstant.forValue(site.of(woven, method)),
              MethodInvocation.invoke(
                  new MethodDescription.ForLoadedMethod(method(dispatcher, advice.getName())))));
    }

    /** The class is a constant in it. */
    @Override
    boolean isSameEverywhere() {
      return false;
    }
  }

  private static final class Delegate implements Advice.Delegator {
    private final MethodDescription.InDefinedShape advice;
    private final Delegators delegators;

    /** Of a call that is the same in every class. Two threads may both make it. */
    private volatile StackManipulation same;

    Delegate(MethodDescription.InDefinedShape advice, Delegators delegators) {
      this.advice = advice;
      this.delegators = delegators;
    }

    @Override
    public StackManipulation apply(TypeDescription woven, MethodDescription method) {
      if (!delegators.isSameEverywhere()) {
        return delegators.call(advice, woven, method);
      }
      StackManipulation call = same;
      if (call == null) {
        call = delegators.call(advice, woven, method);
        same = call;
      }
      return call;
    }

    @Override
    public MethodDescription.TypeToken getTypeToken() {
      return advice.asTypeToken();
    }

    @Override
    public void assertVisibility(TypeDescription woven) {
      // The dispatcher is public and in java.lang: every class sees it.
    }
  }
}
