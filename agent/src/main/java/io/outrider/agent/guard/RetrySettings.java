// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Arrays;

/** What a rule says about trying again; times are in nanoseconds. */
final class RetrySettings extends GuardSettings {
  int maxAttempts = 3;
  boolean onConnectFailure = true;
  boolean onTimeout;
  StatusRanges onStatus = StatusRanges.parse("503");
  String[] methods = {"GET", "HEAD", "OPTIONS"};
  long backoffNanos = 50_000_000L;
  long backoffMaxNanos = 1_000_000_000L;

  /** Hundredths of a percent. */
  int budget = 2_000;

  /** Retries in a second. */
  int budgetFloor = 1;

  RetrySettings() {
    super(GuardKind.RETRY);
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.HTTP_CLIENT;
  }

  /** The budget belongs to one peer. */
  @Override
  boolean stateful() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    return new Retry(place, this);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof RetrySettings)) {
      return false;
    }
    RetrySettings that = (RetrySettings) other;
    return maxAttempts == that.maxAttempts
        && onConnectFailure == that.onConnectFailure
        && onTimeout == that.onTimeout
        && onStatus.equals(that.onStatus)
        && Arrays.equals(methods, that.methods)
        && backoffNanos == that.backoffNanos
        && backoffMaxNanos == that.backoffMaxNanos
        && budget == that.budget
        && budgetFloor == that.budgetFloor;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(backoffNanos * 31 + backoffMaxNanos * 7 + budget) + maxAttempts;
  }
}
