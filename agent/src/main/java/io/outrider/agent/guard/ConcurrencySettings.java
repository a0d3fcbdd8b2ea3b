// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about a number of calls at once that is found out. */
final class ConcurrencySettings extends GuardSettings {
  final AdaptiveLimit.Algorithm algorithm;
  final int initial;
  final int min;
  final int max;
  final Waiting waiting;

  ConcurrencySettings(
      AdaptiveLimit.Algorithm algorithm, int initial, int min, int max, Waiting waiting) {
    super(GuardKind.CONCURRENCY);
    this.algorithm = algorithm;
    this.initial = initial;
    this.min = min;
    this.max = max;
    this.waiting = waiting;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind != CallKind.CONSUMER;
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    return place.callKind() == CallKind.JDBC
        ? new DbBulkhead(limiter(place), limiter(place))
        : limiter(place);
  }

  private Bulkhead limiter(GuardPlace place) {
    long now = place.guards().nowNanos();
    AdaptiveLimit adaptive =
        algorithm == AdaptiveLimit.Algorithm.AIMD
            ? new AimdLimit(min, max, now)
            : new GradientLimit(initial, min, max, now);
    return new Bulkhead(kind(), place, initial, waiting, adaptive);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ConcurrencySettings)) {
      return false;
    }
    ConcurrencySettings that = (ConcurrencySettings) other;
    return algorithm == that.algorithm
        && initial == that.initial
        && min == that.min
        && max == that.max
        && waiting.equals(that.waiting);
  }

  @Override
  public int hashCode() {
    return ((algorithm.ordinal() * 31 + initial) * 31 + min) * 31 + max + waiting.hashCode();
  }
}
