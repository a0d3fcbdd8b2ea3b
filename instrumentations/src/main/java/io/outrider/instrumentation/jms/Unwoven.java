// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import java.lang.reflect.Proxy;

/** Classes of listeners that the JVM makes and shows to nobody, or that are left alone. */
final class Unwoven {
  /** Its container never lets its own listener fail, and calls the application's inside it. */
  private static final String SPRING = "org.springframework.jms.listener.";

  private Unwoven() {}

  static boolean contains(Class<?> listener) {
    String name = listener.getName();
    return name.indexOf("$$Lambda") >= 0 ? !name.startsWith(SPRING) : Proxy.isProxyClass(listener);
  }
}
