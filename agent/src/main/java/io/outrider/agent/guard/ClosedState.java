// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** All calls go through, and are counted. One permit serves them all. */
final class ClosedState extends BreakerState {
  private final FailureWindow window;
  final Permit permit = new Counting();

  ClosedState(CircuitBreaker breaker, long nowNanos) {
    super(breaker);
    this.window = settings().newWindow(nowNanos);
  }

  @Override
  BreakerStatus status() {
    return BreakerStatus.CLOSED;
  }

  @Override
  Admission acquire(long nowNanos) {
    return permit;
  }

  private void judge(long totals, long nowNanos) {
    // A call that outlived its epoch is counted in a window nobody looks at any more.
    if (settings().exceeded(totals) && breaker.isCurrent(this)) {
      breaker.open(this, 0, nowNanos, settings().describe(totals));
    }
  }

  private final class Counting extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      if (outcome.tells()) {
        long call = Counts.of(outcome.failed(), settings().slow(startNanos, endNanos));
        long totals = window.record(call, endNanos);
        if (totals != FailureWindow.NOTHING_TO_JUDGE) {
          judge(totals, endNanos);
        }
      }
    }
  }
}
