// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Site;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves sites into one class file with Byte Buddy. Shape-preserving: no field, method or interface
 * is added, so that a class that is loaded already can be retransformed.
 */
final class Weaving {
  private final Class<?> dispatcher;
  private final ClassLoader platform;
  private final ByteBuddy byteBuddy =
      new ByteBuddy(ClassFileVersion.JAVA_V8)
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(Implementation.Context.Disabled.Factory.INSTANCE);
  private final ConcurrentMap<Integer, Advice> advices = new ConcurrentHashMap<Integer, Advice>();
  private final ConcurrentMap<Integer, Advice> methodAdvices =
      new ConcurrentHashMap<Integer, Advice>();
  private final TypePool shapes;
  private final ClassFileLocator shapeFiles;
  private final OwnWeaving own;

  Weaving(Class<?> dispatcher, ClassLoader agent, ClassLoader platform, OwnMethods ownMethods) {
    this.own = new OwnWeaving(ownMethods);
    this.dispatcher = dispatcher;
    this.platform = platform;
    this.shapeFiles = ClassFileLocator.ForClassLoader.of(agent);
    this.shapes = TypePool.Default.of(shapeFiles);
  }

  /**
   * @param name the class's binary name
   * @param rules what else is wanted of its methods; null: nothing
   * @return the woven class file, or null when no site matches a method of it
   */
  byte[] weave(
      String name, ClassLoader loader, byte[] file, List<Sites.Numbered> sites, MethodRules rules) {
    ClassFileLocator files =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, file),
            ClassFileLocator.ForClassLoader.of(loader == null ? platform : loader));
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), files, TypePool.Default.ReaderMode.FAST);
    TypeDescription type = pool.describe(name).resolve();
    boolean indy = ClassHeader.majorVersion(file) >= 51 && !inJavaBase(name, loader);
    DynamicType.Builder<?> builder = byteBuddy.decorate(type, files);
    boolean matched = false;
    for (Sites.Numbered numbered : sites) {
      if (numbered.site.shape() == Shape.METHOD) {
        continue;
      }
      Matching matching = new Matching(numbered.site);
      if (matching.any(type)) {
        builder = builder.visit(advice(numbered, indy).on(matching));
        matched = true;
      }
    }
    for (OwnWeaving.Advised advised : own.of(type, sites, rules)) {
      builder = builder.visit(methodAdvice(advised, indy).on(advised));
      matched = true;
    }
    if (!matched) {
      return null;
    }
    return builder.visit(indy ? Flags.NONE : Flags.STACK_SIZES).make(pool).getBytes();
  }

  /** java.base cannot link by invokedynamic: its own bootstrap may run through the woven class. */
  private static boolean inJavaBase(String name, ClassLoader loader) {
    return loader == null
        && (name.startsWith("java.util.")
            || name.startsWith("java.lang.")
            || name.startsWith("java.net.")
            || name.startsWith("sun.net.www."));
  }

  /** The same for every class that a site is woven into: reading a shape's class file is dear. */
  private Advice advice(Sites.Numbered numbered, boolean indy) {
    Integer key = indy ? numbered.number : ~numbered.number;
    Advice advice = advices.get(key);
    if (advice == null) {
      advice = newAdvice(numbered, indy);
      advices.put(key, advice);
    }
    return advice;
  }

  private Advice newAdvice(Sites.Numbered numbered, boolean indy) {
    Advice.WithCustomMapping mapping = Dispatching.through(dispatcher, numbered.number, indy);
    Site site = numbered.site;
    Advice advice;
    switch (site.shape()) {
      case WRAP:
        advice = mapping.to(shape("Wrap" + site.replacing()), shapeFiles);
        break;
      case SCOPE:
        advice = mapping.to(shape("ScopedAdvice"), shapeFiles);
        break;
      case AFTER:
        advice =
            mapping.to(
                shape(
                    Site.CONSTRUCTOR.equals(site.methodName())
                        ? "AfterConstructor"
                        : "AfterAdvice"),
                shapeFiles);
        break;
      case CLIENT_CALL:
      case CLIENT_FUTURE:
        advice =
            mapping.to(
                shape("AroundReplacing" + site.replacing()), shape("AroundAdvice"), shapeFiles);
        break;
      case MESSAGE_SEND:
      case MESSAGE_RECEIVE:
      case MESSAGE_PROCESS:
        advice = mapping.to(shape("AroundArguments"), shape("AroundAdvice"), shapeFiles);
        break;
      case CLIENT_INSTEAD:
        advice = mapping.to(shape("AroundAll"), shape("AroundAdvice"), shapeFiles);
        break;
      default:
        advice = mapping.to(shape("AroundAdvice"), shapeFiles);
    }
    return advice.withAssigner(Assigner.DEFAULT);
  }

  private Advice methodAdvice(OwnWeaving.Advised advised, boolean indy) {
    Integer key = advised.key(indy);
    Advice advice = methodAdvices.get(key);
    if (advice == null) {
      Advice.WithCustomMapping mapping =
          Dispatching.through(dispatcher, own.numbering(advised.ofLibrary), indy);
      TypeDescription around = shape("AroundAdvice");
      TypeDescription enter = advised.arguments ? shape("AroundAll") : around;
      advice = mapping.to(enter, around, shapeFiles).withAssigner(Assigner.DEFAULT);
      methodAdvices.put(key, advice);
    }
    return advice;
  }

  private TypeDescription shape(String name) {
    return shapes.describe("io.outrider.agent.weave." + name).resolve();
  }

  /** Matches the methods of one site. */
  private static final class Matching
      extends ElementMatcher.Junction.AbstractBase<MethodDescription> {
    private final Site site;

    Matching(Site site) {
      this.site = site;
    }

    boolean any(TypeDescription type) {
      for (MethodDescription method : type.getDeclaredMethods()) {
        if (matches(method)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean matches(MethodDescription method) {
      if (!method.getInternalName().equals(site.methodName())
          || method.isAbstract()
          || method.isNative()
          || method.isBridge()
          || method.isConstructor() && site.shape() != Shape.WRAP && site.shape() != Shape.AFTER) {
        return false;
      }
      int count = method.getParameters().size();
      if (site.arguments() >= 0 && site.arguments() != count) {
        return false;
      }
      for (Map.Entry<Integer, String> argument : site.argumentTypes().entrySet()) {
        int index = argument.getKey();
        if (index >= count
            || !method
                .getParameters()
                .get(index)
                .getType()
                .asErasure()
                .getName()
                .equals(argument.getValue())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A static call pushes two constants more than its signature says: the stack has to be measured
   * again.
   */
  private enum Flags implements AsmVisitorWrapper {
    NONE(0),
    STACK_SIZES(ClassWriter.COMPUTE_MAXS);

    private final int flags;

    Flags(int flags) {
      this.flags = flags;
    }

    @Override
    public int mergeWriter(int others) {
      return others | flags;
    }

    @Override
    public int mergeReader(int others) {
      return others;
    }

    @Override
    public ClassVisitor wrap(
        TypeDescription type,
        ClassVisitor visitor,
        Implementation.Context context,
        TypePool pool,
        FieldList<FieldDescription.InDefinedShape> fields,
        MethodList<?> methods,
        int writerFlags,
        int readerFlags) {
      return visitor;
    }
  }
}
