// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.sql.Wrapper;

/**
 * Finds the driver's own object behind the proxies of pools. Whether a class is worth asking is
 * found out once: old drivers throw on {@code unwrap}, or do not have the method at all, and an
 * exception on every call would be dear.
 */
final class Wrappers {
  private static final int UNTRIED = 0;
  private static final int UNWRAPS = 1;
  private static final int DELEGATES = 2;
  private static final int INNERMOST = 3;

  /** Proxies of proxies of proxies; and an end to those that wrap each other in turn. */
  private static final int DEEPEST = 6;

  private static final ClassValue<Manner> MANNERS =
      new ClassValue<Manner>() {
        @Override
        protected Manner computeValue(Class<?> type) {
          return new Manner(type);
        }
      };

  private Wrappers() {}

  /**
   * The innermost object that can be reached; {@code object} itself when it wraps none, or does not
   * let itself be unwrapped.
   *
   * @param type {@code Connection} or {@code Statement}
   */
  static Object innermost(Object object, Class<?> type) {
    Object at = object;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Object inner = inner(at, type);
      if (inner == at) {
        break;
      }
      at = inner;
    }
    return at;
  }

  /** True for an object that only passes calls on: what it wraps is told of them as well. */
  static boolean wraps(Object object, Class<?> type) {
    return inner(object, type) != object;
  }

  private static Object inner(Object object, Class<?> type) {
    if (!(object instanceof Wrapper)) {
      return object;
    }
    Manner manner = MANNERS.get(object.getClass());
    switch (manner.is) {
      case INNERMOST:
        return object;
      case UNWRAPS:
        return unwrapped(object, type);
      case DELEGATES:
        return manner.delegate(object, type);
      default:
        return manner.tried(object, type);
    }
  }

  private static Object unwrapped(Object object, Class<?> type) {
    try {
      Object inner = ((Wrapper) object).unwrap(type);
      return type.isInstance(inner) ? inner : object;
    } catch (Throwable e) {
      // Closed, not supported, or older than JDBC 4: SQLException, AbstractMethodError and others.
      return object;
    }
  }

  private static final class Manner {
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    /** Commons DBCP's unwrap gives the wrapper itself. */
    private static final String[] DELEGATES_OF_DBCP = {
      "getInnermostDelegateInternal", "getInnermostDelegate"
    };

    /** Proxies made by different handlers may share one class. */
    private final boolean varies;

    private volatile MethodHandle delegate;
    private volatile int is;

    Manner(Class<?> type) {
      varies = Proxy.isProxyClass(type);
      if (type.getName().startsWith("weblogic.jdbc.")) {
        // Gives an unwrapped connection up, for fear of what is done to it.
        is = INNERMOST;
      }
    }

    /** Threads that come here together find the same. */
    Object tried(Object object, Class<?> type) {
      Object inner = unwrapped(object, type);
      if (inner != object) {
        is = UNWRAPS;
        return inner;
      }
      if (varies) {
        return object;
      }
      delegate = delegateOf(object.getClass(), type);
      is = delegate == null ? INNERMOST : DELEGATES;
      return delegate == null ? object : delegate(object, type);
    }

    Object delegate(Object object, Class<?> type) {
      try {
        Object inner = (Object) delegate.invokeExact(object);
        return type.isInstance(inner) ? inner : object;
      } catch (Throwable e) {
        return object;
      }
    }

    private static MethodHandle delegateOf(Class<?> owner, Class<?> type) {
      if (!owner.getName().contains(".dbcp")) {
        return null;
      }
      for (String name : DELEGATES_OF_DBCP) {
        try {
          return MethodHandles.publicLookup().unreflect(owner.getMethod(name)).asType(ANY);
        } catch (Throwable e) {
          // By the other name, or not at all.
        }
      }
      return null;
    }
  }
}
