// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Is told of calls that have returned. */
public interface AfterAdapter {
  /**
   * @param returned null when the method threw or returns nothing
   * @param thrown null when the method returned
   * @return what the caller gets: {@code returned} itself to leave it as it is
   */
  Object after(Object self, Object a0, Object returned, Throwable thrown);
}
