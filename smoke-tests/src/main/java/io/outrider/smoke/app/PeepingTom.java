// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import io.outrider.smoke.driver.Downstream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Tries whether the agent has left a door to java.lang open. */
public final class PeepingTom {
  private PeepingTom() {}

  public static void main(String[] args) throws Exception {
    Downstream.call(args[0]);
    Object base = Class.class.getMethod("getModule").invoke(Object.class);
    Object own = Class.class.getMethod("getModule").invoke(PeepingTom.class);
    Method open = base.getClass().getMethod("isOpen", String.class, own.getClass());
    System.out.println("java.lang open: " + open.invoke(base, "java.lang", own));
    System.out.println("jdk.internal.misc open: " + open.invoke(base, "jdk.internal.misc", own));
    Method define = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
    try {
      define.setAccessible(true);
      System.out.println("reflection: open");
    } catch (RuntimeException e) {
      System.out.println("reflection: " + e.getClass().getSimpleName());
    }
    try {
      Object lookup =
          Class.forName("java.lang.invoke.MethodHandles").getMethod("lookup").invoke(null);
      Class.forName("java.lang.invoke.MethodHandles")
          .getMethod("privateLookupIn", Class.class, lookup.getClass())
          .invoke(null, Object.class, lookup);
      System.out.println("lookup: open");
    } catch (InvocationTargetException e) {
      System.out.println("lookup: " + e.getCause().getClass().getSimpleName());
    }
  }
}
