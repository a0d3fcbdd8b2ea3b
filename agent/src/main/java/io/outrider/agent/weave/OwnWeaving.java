// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Finds the methods of a class that are woven as {@link Shape#METHOD}, and numbers them. */
final class OwnWeaving {
  /** A suspending function of Kotlin returns before it has ended, and is entered again. */
  private static final String CONTINUATION = "kotlin.coroutines.Continuation";

  private final OwnMethods methods;

  OwnWeaving(OwnMethods methods) {
    this.methods = methods;
  }

  /** At most four, none of them empty. */
  List<Advised> of(TypeDescription type, List<Sites.Numbered> sites, MethodRules rules) {
    Advised[] all = new Advised[4];
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      if (!fits(method)) {
        continue;
      }
      for (Sites.Numbered numbered : sites) {
        if (numbered.site.shape() == Shape.METHOD
            && carries(method, numbered.target.typeNames())
            && add(all, type, method, numbered.library, null, hasAnnotatedParameter(method))) {
          break;
        }
      }
      Object rule = rules == null ? null : rules.rule(new Declared(type, method));
      if (rule != null) {
        add(all, type, method, null, rule, rules.wantsArguments(rule));
      }
    }
    List<Advised> some = new ArrayList<Advised>(1);
    for (Advised one : all) {
      if (one != null) {
        some.add(one);
      }
    }
    return some;
  }

  private static boolean fits(MethodDescription method) {
    if (!method.isMethod()
        || method.isAbstract()
        || method.isNative()
        || method.isBridge()
        || method.isSynthetic()) {
      return false;
    }
    int count = method.getParameters().size();
    return count == 0
        || !method
            .getParameters()
            .get(count - 1)
            .getType()
            .asErasure()
            .getName()
            .equals(CONTINUATION);
  }

  private static boolean carries(MethodDescription method, List<String> annotations) {
    for (String annotation : annotations) {
      if (carries(method, annotation)) {
        return true;
      }
    }
    return false;
  }

  private static boolean carries(MethodDescription method, String annotation) {
    return isIn(method.getDeclaredAnnotations(), annotation);
  }

  private static boolean isIn(AnnotationList declared, String annotation) {
    for (AnnotationDescription one : declared) {
      if (one.getAnnotationType().getName().equals(annotation)) {
        return true;
      }
    }
    return false;
  }

  private boolean add(
      Advised[] all,
      TypeDescription type,
      MethodDescription.InDefinedShape method,
      Library library,
      Object rule,
      boolean arguments) {
    if (!methods.add(
        new OwnMethod(
            type.getName(),
            method.getInternalName(),
            method.getDescriptor(),
            library,
            rule,
            arguments))) {
      return false;
    }
    Advised wanted = new Advised(library != null, arguments);
    Advised advised = all[wanted.place()];
    if (advised == null) {
      advised = wanted;
      all[wanted.place()] = wanted;
    }
    advised.signatures.add(method.getInternalName() + method.getDescriptor());
    return true;
  }

  private static boolean hasAnnotatedParameter(MethodDescription.InDefinedShape method) {
    for (ParameterDescription parameter : method.getParameters()) {
      if (!parameter.getDeclaredAnnotations().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  Dispatching.Numbering numbering(final boolean ofLibrary) {
    return new Dispatching.Numbering(0) {
      @Override
      int of(TypeDescription woven, MethodDescription method) {
        return methods.number(
            woven.getName(), method.getInternalName(), method.getDescriptor(), ofLibrary);
      }

      @Override
      boolean isSameEverywhere() {
        return false;
      }
    };
  }

  /** The methods of one class that get the same advice. */
  static final class Advised extends ElementMatcher.Junction.AbstractBase<MethodDescription> {
    final boolean ofLibrary;
    final boolean arguments;
    private final Set<String> signatures = new HashSet<String>();

    Advised(boolean ofLibrary, boolean arguments) {
      this.ofLibrary = ofLibrary;
      this.arguments = arguments;
    }

    int place() {
      return (ofLibrary ? 2 : 0) + (arguments ? 1 : 0);
    }

    Integer key(boolean indy) {
      return 2 * place() + (indy ? 1 : 0);
    }

    @Override
    public boolean matches(MethodDescription method) {
      return signatures.contains(method.getInternalName() + method.getDescriptor());
    }
  }

  private static final class Declared implements MethodRules.DeclaredMethod {
    private final TypeDescription type;
    private final MethodDescription method;

    Declared(TypeDescription type, MethodDescription method) {
      this.type = type;
      this.method = method;
    }

    @Override
    public String className() {
      return type.getName();
    }

    @Override
    public String name() {
      return method.getInternalName();
    }

    @Override
    public String descriptor() {
      return method.getDescriptor();
    }

    @Override
    public boolean isPublic() {
      return method.isPublic();
    }

    @Override
    public boolean carries(String annotation) {
      return OwnWeaving.carries(method, annotation);
    }

    @Override
    public boolean isInClassWith(String annotation) {
      return isIn(type.getDeclaredAnnotations(), annotation);
    }

    @Override
    public boolean isBelow(String supertype) {
      try {
        return isBelow(type, supertype);
      } catch (RuntimeException e) {
        // A supertype cannot be read.
        return false;
      }
    }

    private static boolean isBelow(TypeDefinition at, String supertype) {
      for (TypeDefinition one : at.getInterfaces()) {
        if (is(one, supertype)) {
          return true;
        }
      }
      return at.getSuperClass() != null && is(at.getSuperClass(), supertype);
    }

    private static boolean is(TypeDefinition one, String supertype) {
      TypeDescription erased = one.asErasure();
      return erased.getName().equals(supertype) || isBelow(erased, supertype);
    }
  }
}
