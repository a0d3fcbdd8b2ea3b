// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Refuses statements that change something. Connections are given out as ever. */
final class ReadOnly extends Guard {
  /** A switch is put back by hand: there is no better guess. */
  private static final long RETRY_NANOS = 30_000_000_000L;

  private static final String REASON = "the database is switched to read only";

  private final String peer;
  private final GuardLog log;
  private final boolean enforced;
  private final Decisions inTransactions;

  ReadOnly(GuardPlace place) {
    super(GuardKind.DEGRADE, place.rule());
    this.peer = place.peer();
    this.log = place.guards().log();
    this.enforced = place.mode() == Mode.ENFORCE;
    this.inTransactions = place.guards().lateDecisionsOf(this);
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    return call.writes() ? refusal(nowNanos) : Permit.NONE;
  }

  /** Inside a transaction, where the others only look on. */
  Refusal refuse(GuardedCall call, long nowNanos) {
    if (!call.writes()) {
      return null;
    }
    if (!enforced) {
      inTransactions.passed();
      inTransactions.wouldRefuse(0);
      log.wouldRefuse(rule(), kind(), peer, REASON);
      return null;
    }
    inTransactions.refused(0);
    log.refused(rule(), kind(), peer, REASON);
    return refusal(nowNanos);
  }

  private Refusal refusal(long nowNanos) {
    return new Refusal(kind(), rule(), peer, REASON, nowNanos + RETRY_NANOS);
  }
}
