// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Arrays;

/**
 * Asks several guards in order, and gives one permit for all of them. When one refuses, those
 * before it get their permits back as {@link Outcome#UNUSED}.
 *
 * <p>The chain keeps the permit it gave last. As long as every guard answers with the same permit
 * as then, which is how guards behave in their usual state, the same one is given again: nothing is
 * allocated.
 *
 * <p>A guard that throws is counted, and the call goes on as if that guard were not there.
 */
final class GuardChain {
  private final Guard[] guards;
  private final boolean[] dryRun;

  /** For each guard, whether it may hold calls up and others come after it. */
  private final boolean[] holdsUp;

  private final boolean anyHoldsUp;
  private final Decisions decisions;
  private final GuardLog log;
  private volatile ChainPermit usual;

  /**
   * @param dryRun for each guard, whether its refusals are only counted
   */
  GuardChain(Guard[] guards, boolean[] dryRun, Decisions decisions, GuardLog log) {
    this.guards = guards;
    this.dryRun = dryRun;
    this.holdsUp = new boolean[guards.length];
    boolean any = false;
    for (int i = 0; i < guards.length; i++) {
      holdsUp[i] = guards.length > 1 && guards[i].kind().holdsUp();
      any |= holdsUp[i];
    }
    this.anyHoldsUp = any;
    this.decisions = decisions;
    this.log = log;
    Permit[] none = new Permit[guards.length];
    Arrays.fill(none, Permit.NONE);
    this.usual = new ChainPermit(none, null);
  }

  /**
   * @param binding false: admit whatever the guards say, as inside a transaction; they still see
   *     the call where they would have admitted it
   */
  Admission acquire(GuardedCall call, long nowNanos, boolean binding) {
    return acquire(call, nowNanos, binding, binding);
  }

  /**
   * @param counting whether a refusal that does not bind is counted as one of a dry-run
   */
  Admission acquire(GuardedCall call, long nowNanos, boolean binding, boolean counting) {
    ChainPermit last = usual;
    Permit[] permits = last.permits;
    Refusal wouldRefuse = null;
    long now = nowNanos;
    long waitedBefore = anyHoldsUp ? call.waitedNanos() : 0;
    for (int i = 0; i < guards.length; i++) {
      Permit permit = Permit.NONE;
      try {
        Admission admission =
            binding && !dryRun[i] ? guards[i].acquire(call, now) : guards[i].tryAcquire(call, now);
        if (holdsUp[i]) {
          // Who comes after a wait, and what is handed back, goes by when it was over.
          now = nowNanos + (call.waitedNanos() - waitedBefore);
        }
        if (!(admission instanceof Refusal)) {
          permit = (Permit) admission;
        } else if (binding && !dryRun[i]) {
          decisions.refused(i);
          log.refused((Refusal) admission);
          end(permits, i, Outcome.UNUSED, now, now);
          return admission;
        } else if (counting) {
          decisions.wouldRefuse(i);
          log.wouldRefuse((Refusal) admission);
          wouldRefuse = wouldRefuse == null ? (Refusal) admission : wouldRefuse;
        }
      } catch (Throwable t) {
        decisions.undecided(i);
        log.error(guards[i].rule(), guards[i].kind(), t);
      }
      if (permits[i] != permit) {
        permits = permits == last.permits ? permits.clone() : permits;
        permits[i] = permit;
      }
    }
    decisions.passed();
    if (permits == last.permits && wouldRefuse == null) {
      return last;
    }
    ChainPermit fresh = new ChainPermit(permits, wouldRefuse);
    if (fresh.reusable()) {
      usual = fresh;
    }
    return fresh;
  }

  private void end(Permit[] permits, int count, Outcome outcome, long start, long end) {
    for (int i = count - 1; i >= 0; i--) {
      try {
        permits[i].end(outcome, start, end);
      } catch (Throwable t) {
        decisions.failedLater(i);
        log.error(guards[i].rule(), guards[i].kind(), t);
      }
    }
  }

  private final class ChainPermit extends Permit {
    final Permit[] permits;
    private final Refusal wouldRefuse;

    ChainPermit(Permit[] permits, Refusal wouldRefuse) {
      this.permits = permits;
      this.wouldRefuse = wouldRefuse;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      GuardChain.this.end(permits, permits.length, outcome, startNanos, endNanos);
    }

    @Override
    public Refusal wouldRefuse() {
      return wouldRefuse;
    }

    @Override
    boolean reusable() {
      boolean reusable = wouldRefuse == null;
      for (Permit permit : permits) {
        reusable &= permit.reusable();
      }
      return reusable;
    }
  }
}
