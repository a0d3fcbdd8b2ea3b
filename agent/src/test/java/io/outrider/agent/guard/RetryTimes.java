// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Deadlines for tests in other packages. */
public final class RetryTimes {
  private RetryTimes() {}

  public static Deadline deadline(long expiresNanos) {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {});
    GuardPlace place = new GuardPlace(guards, "test", Mode.ENFORCE, CallKind.HTTP_SERVER, "p");
    return new Deadline(new DeadlineGuard(place, new DeadlineSettings(0, "x", 0)), expiresNanos);
  }
}
