// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.instrumentation.BufferLimits;

/** Says what a buffer before a producer may hold, and refuses for it what it has no room for. */
public final class Buffer extends Guard {
  private static final long RETRY_NANOS = BreakerSettings.NS_PER_S;

  private final BufferLimits limits;
  private final String peer;
  private final Decisions decisions;
  private final GuardLog log;

  Buffer(GuardPlace place, BufferLimits limits) {
    super(GuardKind.BUFFER, place.rule());
    this.limits = limits;
    this.peer = place.peer();
    this.decisions = place.guards().lateDecisionsOf(this);
    this.log = place.guards().log();
  }

  public BufferLimits limits() {
    return limits;
  }

  /** Counts a message that was handed on. */
  public void passed() {
    decisions.passed();
  }

  /** Counts a message that is dropped, and says why. */
  public Refusal drop(long nowNanos) {
    decisions.refused(0);
    Refusal refusal =
        new Refusal(
            GuardKind.BUFFER, rule(), peer, "the buffer has no room", nowNanos + RETRY_NANOS);
    log.refused(refusal);
    return refusal;
  }
}
