// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about rates. */
final class RateLimitSettings extends GuardSettings {
  /** So many calls are allowed ... */
  final long calls;

  /** ... in so much time. */
  final long perNanos;

  /** At least 1. */
  final int burst;

  /** Null: all calls share one bucket. */
  final CallKey key;

  final int maxKeys;

  /** 0: calls do not wait. */
  final long maxWaitNanos;

  /** 0: the rate is whole from the start. */
  final long warmUpNanos;

  RateLimitSettings(
      long calls,
      long perNanos,
      int burst,
      CallKey key,
      int maxKeys,
      long maxWaitNanos,
      long warmUpNanos) {
    super(GuardKind.RATE_LIMIT);
    this.calls = calls;
    this.perNanos = perNanos;
    this.burst = burst;
    this.key = key;
    this.maxKeys = maxKeys;
    this.maxWaitNanos = maxWaitNanos;
    this.warmUpNanos = warmUpNanos;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return key == null || key.isKnownOf(kind) && !kind.isMessaging();
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    return new RateLimiter(place.rule(), place.peer(), this, place.guards());
  }

  /**
   * Full buckets.
   *
   * @param before what they replace after a change of rules: who is warm stays warm; may be null
   */
  Tokens newTokens(long nowNanos, Tokens before) {
    CellRate rate = new CellRate(calls, perNanos, burst);
    if (warmUpNanos == 0) {
      return key == null ? new Gcra(rate, nowNanos) : new KeyedGcra(rate, maxKeys, nowNanos);
    }
    WarmUp ramp = before instanceof WarmUp ? (WarmUp) before : null;
    if (key != null) {
      return new WarmUp(warmUpNanos, new KeyedGcra(rate, maxKeys, 0), ramp);
    }
    Gcra bucket = new Gcra(rate, 0);
    if (ramp == null || !ramp.hasBegun()) {
      // What is not yet warm should not have to bear a whole burst either.
      bucket.take(burst - (burst + 2) / 3, 0, 0);
    }
    return new WarmUp(warmUpNanos, bucket, ramp);
  }

  /** True when tokens made for these settings serve the others, too. */
  boolean sameTokens(RateLimitSettings that) {
    return calls == that.calls
        && perNanos == that.perNanos
        && burst == that.burst
        && maxKeys == that.maxKeys
        && warmUpNanos == that.warmUpNanos
        && (key == null ? that.key == null : key.equals(that.key));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateLimitSettings
        && sameTokens((RateLimitSettings) other)
        && maxWaitNanos == ((RateLimitSettings) other).maxWaitNanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(((calls * 31 + perNanos) * 31 + burst) * 31 + maxWaitNanos);
  }
}
