// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;

/** Calls by name, so that one source serves all versions of a container. */
final class Calls {
  private Calls() {}

  /** Calls the public method of that name that takes these arguments. */
  static Object call(Object target, String name, Object... args) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && takes(method, args)) {
        try {
          return accessible(target.getClass(), method).invoke(target, args);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(name, e.getCause());
        }
      }
    }
    throw new NoSuchMethodException(target.getClass() + "." + name);
  }

  private static boolean takes(Method method, Object[] args) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != args.length || method.isBridge()) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean fits =
          args[i] == null
              ? !types[i].isPrimitive() && !Collection.class.equals(types[i])
              : types[i].isInstance(args[i]) || types[i] == int.class && args[i] instanceof Integer;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The same method, declared by a public class if its own class is not public. */
  private static Method accessible(Class<?> type, Method method) throws Exception {
    Class<?> declaring = method.getDeclaringClass();
    if (!java.lang.reflect.Modifier.isPublic(declaring.getModifiers())) {
      method.setAccessible(true);
    }
    return method;
  }
}
