// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Replaces one argument of a call. */
public interface WrapAdapter {
  /**
   * @param self null in a constructor
   * @return the same object to leave the call as it is; else one that the parameter's type admits
   */
  Object wrap(Object self, Object argument);
}
