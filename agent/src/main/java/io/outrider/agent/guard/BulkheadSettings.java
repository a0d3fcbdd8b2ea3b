// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about a fixed number of calls at once. */
final class BulkheadSettings extends GuardSettings {
  final int maxConcurrent;
  final Waiting waiting;

  BulkheadSettings(int maxConcurrent, Waiting waiting) {
    super(GuardKind.BULKHEAD);
    this.maxConcurrent = maxConcurrent;
    this.waiting = waiting;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return true;
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    return place.callKind() == CallKind.JDBC
        ? new DbBulkhead(bulkhead(place), bulkhead(place))
        : bulkhead(place);
  }

  private Bulkhead bulkhead(GuardPlace place) {
    return new Bulkhead(kind(), place, maxConcurrent, waiting, null);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BulkheadSettings)) {
      return false;
    }
    BulkheadSettings that = (BulkheadSettings) other;
    return maxConcurrent == that.maxConcurrent && waiting.equals(that.waiting);
  }

  @Override
  public int hashCode() {
    return maxConcurrent * 31 + waiting.hashCode();
  }
}
