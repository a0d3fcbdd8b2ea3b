// SPDX-License-Identifier: Apache-2.0
package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The one class that woven code refers to. It lives in java.lang because every class loader finds
 * that package: those of OSGi and JBoss, which filter everything else, too.
 *
 * <p>Two ways lead from a woven method to the agent. Class files of version 51 and later outside
 * java.base link by invokedynamic through {@link #bootstrap}. Older ones and java.base call the
 * static methods, which hold one constant method handle each and find their adapter by the woven
 * class. Nothing here throws into the application.
 */
public final class OutriderDispatch {
  /** Set once by the agent before the first class is woven. */
  private static volatile MethodHandle linker;

  private static volatile MethodHandle[] handles;

  private OutriderDispatch() {}

  /**
   * Called by the agent alone.
   *
   * @param newLinker (Lookup, String, MethodType, int) to CallSite
   * @param newHandles enter, exit, open, close, wrap, after, each with the woven class and the
   *     site's number as its last parameters
   */
  public static void install(MethodHandle newLinker, MethodHandle[] newHandles) {
    if (linker == null) {
      handles = newHandles;
      linker = newLinker;
    }
  }

  public static Object[] enter(
      Object self, Object a0, Object a1, Object a2, Class<?> woven, int site) {
    try {
      return (Object[]) Handles.ENTER.invokeExact(self, a0, a1, a2, woven, site);
    } catch (Throwable ignored) {
      return null;
    }
  }

  public static Object[] exit(
      Object entered, Object returned, Object thrown, Class<?> woven, int site) {
    try {
      return (Object[]) Handles.EXIT.invokeExact(entered, returned, thrown, woven, site);
    } catch (Throwable ignored) {
      return null;
    }
  }

  public static Object open(Object self, Object a0, Class<?> woven, int site) {
    try {
      return (Object) Handles.OPEN.invokeExact(self, a0, woven, site);
    } catch (Throwable ignored) {
      return null;
    }
  }

  public static void close(Object opened, Class<?> woven, int site) {
    try {
      Handles.CLOSE.invokeExact(opened, woven, site);
    } catch (Throwable ignored) {
      // The agent has said what it had to say.
    }
  }

  public static Object wrap(Object self, Object argument, Class<?> woven, int site) {
    try {
      return (Object) Handles.WRAP.invokeExact(self, argument, woven, site);
    } catch (Throwable ignored) {
      return argument;
    }
  }

  public static Object after(
      Object self, Object a0, Object returned, Object thrown, Class<?> woven, int site) {
    try {
      return (Object) Handles.AFTER.invokeExact(self, a0, returned, thrown, woven, site);
    } catch (Throwable ignored) {
      return returned;
    }
  }

  /** Constants, so that the JIT sees through them; initialised at the first woven call. */
  private static final class Handles {
    static final MethodHandle ENTER = handles[0];
    static final MethodHandle EXIT = handles[1];
    static final MethodHandle OPEN = handles[2];
    static final MethodHandle CLOSE = handles[3];
    static final MethodHandle WRAP = handles[4];
    static final MethodHandle AFTER = handles[5];

    private Handles() {}
  }

  /** Links a call site; to a method that does nothing when anything goes wrong. */
  public static CallSite bootstrap(
      MethodHandles.Lookup caller, String name, MethodType type, int site) {
    try {
      CallSite linked = (CallSite) linker.invokeExact(caller, name, type, site);
      if (linked != null) {
        return linked;
      }
    } catch (Throwable ignored) {
      // The agent has said what it had to say.
    }
    return new ConstantCallSite(noOp(name, type));
  }

  /**
   * Leaves the call as it is: what replaces a value returns the value it was given, all else
   * nothing.
   */
  private static MethodHandle noOp(String name, MethodType type) {
    if ("wrap".equals(name)) {
      return passing(1, type);
    }
    if ("after".equals(name)) {
      return passing(2, type);
    }
    MethodHandle nothing =
        type.returnType() == void.class
            ? MethodHandles.constant(Object.class, null).asType(MethodType.methodType(void.class))
            : MethodHandles.constant(type.returnType(), null);
    return MethodHandles.dropArguments(nothing, 0, type.parameterList());
  }

  private static MethodHandle passing(int index, MethodType type) {
    MethodHandle same = MethodHandles.identity(type.parameterType(index));
    MethodHandle later =
        MethodHandles.dropArguments(
            same, 1, type.parameterList().subList(index + 1, type.parameterCount()));
    return MethodHandles.dropArguments(later, 0, type.parameterList().subList(0, index))
        .asType(type);
  }
}
