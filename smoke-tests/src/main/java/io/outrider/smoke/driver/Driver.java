// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

/** One library, put to work as a test asks: the only code that differs between libraries. */
public interface Driver {
  /** What a test calls it by. */
  String name();

  /**
   * Does what the order says.
   *
   * @return what the application got to see
   */
  Order perform(Order order) throws Throwable;
}
