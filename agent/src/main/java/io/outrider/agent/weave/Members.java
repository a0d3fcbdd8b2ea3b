// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Whether a class has a member as the JVM would resolve it (JVMS 5.4.3): by name and whole
 * descriptor, so that a method that now returns something else is none.
 *
 * <p>A class that cannot be asked, because one of its other members names a class that is not
 * there, passes: that is how optional dependencies look. A call that fails all the same switches
 * its site off.
 */
final class Members {
  private Members() {}

  static boolean methodFits(Class<?> type, String name, String descriptor, boolean isStatic) {
    try {
      return name.equals("<init>")
          ? hasConstructor(type, descriptor)
          : hasMethod(type, name, descriptor, isStatic)
              || type.isInterface() && hasMethod(Object.class, name, descriptor, isStatic);
    } catch (LinkageError e) {
      return true;
    }
  }

  static boolean fieldFits(Class<?> type, String name, String descriptor, boolean isStatic) {
    try {
      return hasField(type, name, descriptor, isStatic);
    } catch (LinkageError e) {
      return true;
    }
  }

  private static boolean hasConstructor(Class<?> type, String descriptor) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isReachable(constructor.getModifiers())
          && descriptor(void.class, constructor.getParameterTypes()).equals(descriptor)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMethod(
      Class<?> type, String name, String descriptor, boolean isStatic) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && Modifier.isStatic(method.getModifiers()) == isStatic
          && isReachable(method.getModifiers())
          && descriptor(method.getReturnType(), method.getParameterTypes()).equals(descriptor)) {
        return true;
      }
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (hasMethod(parent, name, descriptor, isStatic)) {
        return true;
      }
    }
    Class<?> parent = type.getSuperclass();
    return parent != null && hasMethod(parent, name, descriptor, isStatic);
  }

  private static boolean hasField(Class<?> type, String name, String descriptor, boolean isStatic) {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name)
          && Modifier.isStatic(field.getModifiers()) == isStatic
          && isReachable(field.getModifiers())
          && descriptor(field.getType()).equals("()" + descriptor)) {
        return true;
      }
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (hasField(parent, name, descriptor, isStatic)) {
        return true;
      }
    }
    Class<?> parent = type.getSuperclass();
    return parent != null && hasField(parent, name, descriptor, isStatic);
  }

  /** An adapter lives in a package of its own; protected members are those of what it extends. */
  private static boolean isReachable(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String descriptor(Class<?> returned, Class<?>... parameters) {
    return MethodType.methodType(returned, parameters).toMethodDescriptorString();
  }
}
