// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Refuses calls beyond a rate, and says exactly when the next one may come. */
final class RateLimiter extends Guard {
  private final Gcra bucket;
  private final String peer;
  private final Permit permit = new Taken();

  RateLimiter(String rule, String peer, Gcra bucket) {
    super(GuardKind.RATE_LIMIT, rule);
    this.peer = peer;
    this.bucket = bucket;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    long wait = bucket.take(1, nowNanos, 0);
    return wait == 0
        ? permit
        : new Refusal(kind(), rule(), peer, "the rate limit is reached", nowNanos - wait);
  }

  private final class Taken extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      if (outcome == Outcome.UNUSED) {
        bucket.giveBack(1);
      }
    }
  }
}
