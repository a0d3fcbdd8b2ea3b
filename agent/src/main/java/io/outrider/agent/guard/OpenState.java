// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** No call goes through until the wait is over. One refusal answers them all. */
final class OpenState extends BreakerState {
  private final int attempt;
  private final long since;
  private final long waitNanos;
  private final Refusal refusal;

  /**
   * @param attempt how often the breaker has opened since it was last closed, from 0
   */
  OpenState(CircuitBreaker breaker, int attempt, long nowNanos, String why) {
    super(breaker);
    this.attempt = attempt;
    this.since = nowNanos;
    this.waitNanos = settings().waitNanos(attempt, nowNanos ^ System.identityHashCode(this));
    this.refusal = refusal("the circuit breaker is open, " + why, nowNanos + waitNanos);
  }

  @Override
  BreakerStatus status() {
    return BreakerStatus.OPEN;
  }

  int attempt() {
    return attempt;
  }

  long waitNanos() {
    return waitNanos;
  }

  @Override
  Admission acquire(long nowNanos) {
    // Negative when this thread read the clock before the breaker opened: still closed to it.
    if (nowNanos - since < waitNanos) {
      return refusal;
    }
    breaker.halfOpen(this, nowNanos);
    return null;
  }
}
