// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import java.lang.reflect.Proxy;

/** Classes that the JVM makes and shows to nobody, or that are left alone. */
final class Unwoven {
  private Unwoven() {}

  static boolean contains(Class<?> listener) {
    return listener.getName().indexOf("$$Lambda") >= 0 || Proxy.isProxyClass(listener);
  }
}
