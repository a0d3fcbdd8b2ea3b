// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * What guards report as it happens. Everything countable is pulled instead, from {@link
 * Guards#decisions} and {@link Guards#breakers}: a call that is admitted costs one {@code
 * LongAdder} increment for all its guards together, and no call-back.
 */
public interface GuardTelemetry {
  /** Hears nothing. */
  GuardTelemetry NONE =
      new GuardTelemetry() {
        @Override
        public void onTransition(String rule, String peer, BreakerStatus from, BreakerStatus to) {}
      };

  /** A circuit breaker has changed its state. Called by the thread whose call did it: be quick. */
  void onTransition(String rule, String peer, BreakerStatus from, BreakerStatus to);

  /**
   * A call has waited for a permit, whether it got one or not. Called by its own thread.
   *
   * @param nanos how long
   */
  default void onQueued(String rule, GuardKind guard, long nanos) {}
}
