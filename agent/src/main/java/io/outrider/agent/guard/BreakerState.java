// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** One epoch of a circuit breaker: it begins with a transition and ends with the next. */
abstract class BreakerState {
  final CircuitBreaker breaker;

  BreakerState(CircuitBreaker breaker) {
    this.breaker = breaker;
  }

  /** Asked for anew each time: thresholds may change while a state lasts. */
  final BreakerSettings settings() {
    return breaker.settings();
  }

  abstract BreakerStatus status();

  /** A permit, a refusal, or null when this is no longer the current state. */
  abstract Admission acquire(long nowNanos);

  final Refusal refusal(String reason, long retryAtNanos) {
    return new Refusal(
        GuardKind.CIRCUIT_BREAKER, breaker.rule(), breaker.peer(), reason, retryAtNanos);
  }
}
