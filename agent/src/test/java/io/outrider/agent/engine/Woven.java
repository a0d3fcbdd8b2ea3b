// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.Around;

/** Calls a body as woven code does. */
final class Woven {
  interface Body {
    /**
     * @param argument what the site may have replaced
     */
    Object run(Object argument) throws Throwable;
  }

  private Woven() {}

  static Object call(Around site, Object self, Object argument, Body body) throws Throwable {
    return call(site, self, argument, null, null, body);
  }

  static Object call(Around site, Object self, Object a0, Object a1, Object a2, Body body)
      throws Throwable {
    Object[] entered = site.enter(self, a0, a1, a2);
    Object returned = null;
    Throwable thrown = null;
    if (entered == null || entered[Around.REFUSAL] == null) {
      try {
        returned =
            body.run(
                entered == null || entered[Around.ARGUMENT] == null
                    ? a0
                    : entered[Around.ARGUMENT]);
      } catch (Throwable e) {
        thrown = e;
      }
    }
    Object[] left = site.exit(entered, returned, thrown);
    if (left != null) {
      returned = left[0];
      thrown = (Throwable) left[1];
    }
    if (thrown != null) {
      throw thrown;
    }
    return returned;
  }

  /** What it throws, or null. */
  static Throwable thrownBy(Around site, Object self, Object argument, Body body) {
    try {
      call(site, self, argument, body);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
