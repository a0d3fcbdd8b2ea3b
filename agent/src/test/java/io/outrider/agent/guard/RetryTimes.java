// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Deadlines for tests in other packages. */
public final class RetryTimes {
  private RetryTimes() {}

  public static Deadline deadline(long expiresNanos) {
    return new Deadline("test", expiresNanos, 0, null);
  }
}
