// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Refuses requests whose caller has given up by the time they are to begin, and says of the calls
 * they make which come too late. It interrupts nothing that has begun: what is late then ends as it
 * would.
 */
final class DeadlineGuard extends Guard {
  private final DeadlineSettings settings;
  private final boolean enforced;
  private final String place;
  private final Guards guards;
  private final Decisions later;

  DeadlineGuard(GuardPlace place, DeadlineSettings settings) {
    super(GuardKind.DEADLINE, place.rule());
    this.settings = settings;
    this.enforced = place.mode() == Mode.ENFORCE;
    this.place = place.peer();
    this.guards = place.guards();
    // A group of its own: what comes too late is not always found out where others are asked.
    this.later = guards.lateDecisionsOf(this);
  }

  /** As the rule spells it, for the header of calls that go out. */
  String header() {
    return settings.header;
  }

  long marginNanos() {
    return settings.marginNanos;
  }

  boolean enforced() {
    return enforced;
  }

  /**
   * The deadline a request has from now on.
   *
   * @param known what it has already; null when nothing
   * @param startNanos when it arrived
   */
  Deadline deadline(GuardedCall call, Deadline known, long startNanos) {
    long limit = settings.limitNanos(call);
    if (limit == DeadlineHeader.NONE) {
      return known;
    }
    Deadline own = new Deadline(this, startNanos + limit);
    if (known == null || known.enforced() != enforced) {
      return known == null || enforced ? own : known;
    }
    return own.remainingNanos(startNanos) < known.remainingNanos(startNanos) ? own : known;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    Deadline known = call.deadline();
    // One in dry-run binds nobody: not the guards of another rule either.
    Deadline deadline = known == null || enforced && !known.enforced() ? null : known;
    // Those before this guard may have held the call up.
    long now = deadline == null ? 0 : guards.nowNanos();
    return deadline == null || deadline.remainingNanos(now) > 0
        ? Permit.NONE
        : refusal(place, now, "its caller has given up waiting");
  }

  /** Refuses what all other guards would let begin now, and counts that. */
  Refusal refuse(String peer, long nowNanos, String reason) {
    if (enforced) {
      later.refused(0);
      guards.log().refused(rule(), kind(), peer, reason);
    } else {
      later.passed();
      later.wouldRefuse(0);
      guards.log().wouldRefuse(rule(), kind(), peer, reason);
    }
    return refusal(peer, nowNanos, reason);
  }

  private Refusal refusal(String peer, long nowNanos, String reason) {
    return new Refusal(GuardKind.DEADLINE, rule(), peer, reason, nowNanos);
  }
}
