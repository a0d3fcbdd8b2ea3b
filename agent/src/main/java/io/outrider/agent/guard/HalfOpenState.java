// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Exactly so many probes go through; what they meet decides.
 *
 * <p>Each probe sits in a slot. A probe that is ignored leaves its slot to another call. A probe
 * that is not back when its lease is over (a lost call, an application that never ended it) is
 * counted as failed by the next call that finds no free slot: the state cannot stick. A slot that
 * held a finished probe is not used again, so no more than the configured number of calls ever
 * count.
 */
final class HalfOpenState extends BreakerState {
  private final int attempt;
  private final AtomicReferenceArray<Probe> slots;
  private final Refusal refusal;

  HalfOpenState(CircuitBreaker breaker, int attempt, long nowNanos) {
    super(breaker);
    this.attempt = attempt;
    this.slots = new AtomicReferenceArray<>(settings().halfOpenCalls);
    this.refusal =
        refusal(
            "the circuit breaker is half-open and all probes are under way",
            nowNanos + settings().leaseNanos);
  }

  @Override
  BreakerStatus status() {
    return BreakerStatus.HALF_OPEN;
  }

  @Override
  Admission acquire(long nowNanos) {
    for (int i = 0; i < slots.length(); i++) {
      if (slots.get(i) == null) {
        Probe probe = new Probe(i, nowNanos);
        if (slots.compareAndSet(i, null, probe)) {
          // Failed probes may have decided meanwhile, and leave slots free that nobody may use.
          return breaker.isCurrent(this) ? probe : null;
        }
      }
    }
    for (int i = 0; i < slots.length(); i++) {
      Probe probe = slots.get(i);
      if (probe != null) {
        probe.expire(nowNanos);
      }
    }
    // Also for a thread that has stored its result and not come to judge yet.
    judge(nowNanos);
    return breaker.isCurrent(this) ? refusal : null;
  }

  /** A probe stores its result before it comes here, so the last one sees them all. */
  private void judge(long nowNanos) {
    int done = 0;
    int failed = 0;
    int slow = 0;
    for (int i = 0; i < slots.length(); i++) {
      Probe probe = slots.get(i);
      int result = probe == null ? Probe.PENDING : probe.result.get();
      done += result >= Probe.GOOD ? 1 : 0;
      failed += result == Probe.FAILED || result == Probe.FAILED_SLOWLY ? 1 : 0;
      slow += result == Probe.SLOW || result == Probe.FAILED_SLOWLY ? 1 : 0;
    }
    // Against all probes, not only those back: once this is over the threshold, it stays.
    long totals = Counts.pack(slots.length(), failed, slow);
    if (settings().ratesReached(totals)) {
      String why = failed + " of " + slots.length() + " probes failed, " + slow + " were slow";
      breaker.open(this, attempt + 1, nowNanos, why);
    } else if (done == slots.length()) {
      breaker.close(this, nowNanos);
    }
  }

  private final class Probe extends Permit {
    static final int PENDING = 0;
    static final int IGNORED = 1;
    static final int GOOD = 2;
    static final int SLOW = 3;
    static final int FAILED = 4;
    static final int FAILED_SLOWLY = 5;

    final AtomicInteger result = new AtomicInteger(PENDING);
    private final int slot;
    private final long granted;

    Probe(int slot, long nowNanos) {
      this.slot = slot;
      this.granted = nowNanos;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      boolean counts = outcome.tells();
      int ended = counts ? result(outcome, startNanos, endNanos) : IGNORED;
      if (result.compareAndSet(PENDING, ended) && !counts) {
        slots.compareAndSet(slot, this, null);
      } else {
        judge(endNanos);
      }
    }

    private int result(Outcome outcome, long startNanos, long endNanos) {
      boolean slow = settings().slow(startNanos, endNanos);
      if (outcome.failed()) {
        return slow ? FAILED_SLOWLY : FAILED;
      }
      return slow ? SLOW : GOOD;
    }

    void expire(long nowNanos) {
      if (nowNanos - granted >= settings().leaseNanos) {
        result.compareAndSet(PENDING, FAILED);
      }
    }

    @Override
    boolean reusable() {
      return false;
    }
  }
}
