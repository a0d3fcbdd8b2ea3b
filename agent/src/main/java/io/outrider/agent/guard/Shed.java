// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses what a busy process cannot finish. While CPU or heap are above their threshold, so many
 * requests may be under way as {@link PassWindow} says, times a share by how much each matters:
 * what matters least is refused first, and critical-plus last. That goes on for the cool-off at
 * least, lest load swings about the threshold.
 *
 * <p>What is refused is neither counted as passed nor as time. As long as nothing is known, all are
 * admitted. In dry-run, requests that would have been refused are not counted as under way.
 */
final class Shed extends Guard {
  /** Those that were refused together shall not all come back together. */
  private static final long RETRY_NANOS = 3_000_000_000L;

  private final String peer;
  private final SystemLoad load;
  private final PassWindow window;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Permit permit = new Admitted();
  private volatile ShedSettings settings;
  private volatile boolean shedding;
  private volatile long sheddingSince;

  Shed(String rule, String peer, ShedSettings settings, SystemLoad load, long nowNanos) {
    super(GuardKind.SHED, rule);
    this.peer = peer;
    this.settings = settings;
    this.load = load;
    this.window = new PassWindow(nowNanos);
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    double limit = mayShed(nowNanos) ? window.limit(nowNanos) : -1;
    if (limit < 0) {
      inFlight.incrementAndGet();
      return permit;
    }
    int allowed = allowed(limit, call.criticality());
    while (true) {
      int now = inFlight.get();
      if (now >= allowed) {
        return refuse(nowNanos);
      }
      if (inFlight.compareAndSet(now, now + 1)) {
        return permit;
      }
    }
  }

  private boolean mayShed(long nowNanos) {
    ShedSettings now = settings;
    if (above(load.cpu(), now.cpu) || now.heap > 0 && above(load.heap(), now.heap)) {
      return true;
    }
    if (!shedding) {
      return false;
    }
    boolean cooling = nowNanos - sheddingSince < now.coolOffNanos;
    shedding = cooling;
    return cooling;
  }

  private static boolean above(double part, int hundredths) {
    return part * 10_000 > hundredths;
  }

  /**
   * A critical request may use all that can be finished, a lesser one leaves room for those, and
   * one that matters more may queue a little. One critical request is always let in.
   */
  static int allowed(double limit, Criticality criticality) {
    switch (criticality) {
      case CRITICAL_PLUS:
        return (int) Math.max(2, Math.ceil(1.25 * limit));
      case CRITICAL:
        return (int) Math.max(1, Math.rint(limit));
      case SHEDDABLE_PLUS:
        return (int) (0.75 * limit);
      default:
        return (int) (0.5 * limit);
    }
  }

  private Refusal refuse(long nowNanos) {
    if (!shedding) {
      sheddingSince = nowNanos;
      shedding = true;
    }
    long retry = nowNanos + Jitter.nanos(nowNanos, RETRY_NANOS);
    return new Refusal(kind(), rule(), peer, "the process is busier than the rule allows", retry);
  }

  /** Window and requests under way are the same whatever the thresholds are. */
  @Override
  boolean adopt(GuardSettings next) {
    if (!(next instanceof ShedSettings)) {
      return false;
    }
    settings = (ShedSettings) next;
    return true;
  }

  @Override
  void read(Gauges gauges) {
    gauges.add(Gauge.IN_USE, inFlight.get());
  }

  int inFlight() {
    return inFlight.get();
  }

  private final class Admitted extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      // Ended twice: a request too few under way is the lesser harm than a count below zero.
      int now = inFlight.get();
      while (now > 0 && !inFlight.compareAndSet(now, now - 1)) {
        now = inFlight.get();
      }
      if (outcome.tells()) {
        window.add(endNanos - startNanos, endNanos);
      }
    }
  }
}
