// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** A timeout in dry-run: it counts the calls that took as long as the limit, and stops none. */
final class TimeoutWatch extends Guard {
  private final long limitNanos;
  private final String peer;
  private final GuardLog log;
  private final Decisions decisions;
  private final Permit permit = new Watched();

  TimeoutWatch(GuardPlace place, long limitNanos) {
    super(GuardKind.TIMEOUT, place.rule());
    this.limitNanos = limitNanos;
    this.peer = place.peer();
    this.log = place.guards().log();
    // A group of its own: the verdict falls when the call has ended, not when it is admitted.
    this.decisions = place.guards().lateDecisionsOf(this);
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    return permit;
  }

  private final class Watched extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      if (outcome == Outcome.UNUSED) {
        return;
      }
      decisions.passed();
      if (endNanos - startNanos >= limitNanos) {
        decisions.wouldRefuse(0);
        log.wouldRefuse(
            rule(), GuardKind.TIMEOUT, peer, "it took longer than " + Durations.text(limitNanos));
      }
    }
  }
}
