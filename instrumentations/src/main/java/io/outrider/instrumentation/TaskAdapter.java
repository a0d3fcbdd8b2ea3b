// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Names work that nobody's request has asked for, such as a scheduled run. */
public interface TaskAdapter {
  /**
   * @return the method that is about to run, as {@code com.example.Jobs.refresh}; null: not to be
   *     reported
   */
  String function(Object self);
}
