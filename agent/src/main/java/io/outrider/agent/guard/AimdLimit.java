// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Additive increase, multiplicative decrease, as TCP does it (RFC 5681): a call by which the peer
 * shows that it has too much to do takes a tenth off the limit; a round of calls that went well,
 * with at least half the limit in use, adds one.
 *
 * <p>Both go by rounds, not by single calls. A call that began before the limit was last lowered
 * says nothing about the lower limit, so a hundred timeouts of one moment lower it once. And if
 * each good call added one, a limit of N would double in each round.
 *
 * <p>Neither latency nor other failures move it: a limit that falls because a peer is broken would
 * do the circuit breaker's work, badly.
 */
final class AimdLimit extends AdaptiveLimit {
  private static final double BACK_OFF = 0.9;

  private final AtomicInteger good = new AtomicInteger();
  private final AtomicLong loweredAt;

  AimdLimit(int min, int max, long nowNanos) {
    super(Algorithm.AIMD, min, max);
    loweredAt = new AtomicLong(nowNanos);
  }

  @Override
  void ended(Places places, Outcome outcome, int inFlight, long startNanos, long endNanos) {
    if (outcome.overload()) {
      long last = loweredAt.get();
      if (startNanos - last >= 0 && loweredAt.compareAndSet(last, endNanos)) {
        good.set(0);
        // At least one less, or a small limit would stay where it is for ever.
        int limit = places.limit();
        change(places, Math.min(limit - 1, limit * BACK_OFF));
      }
    } else if (outcome == Outcome.SUCCESS) {
      int limit = places.limit();
      if (inFlight * 2L >= limit && good.incrementAndGet() >= limit) {
        good.set(0);
        change(places, limit + 1);
      }
    }
  }
}
