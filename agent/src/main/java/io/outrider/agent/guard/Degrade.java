// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Switches requests off, under load or by hand, and has them answered as the rule says. All that
 * are let in are counted as long as they are under way, whatever the condition looks at, so that
 * the number is right when an edit of the rule asks for it.
 */
final class Degrade extends Guard {
  /** Those that were turned away together shall not all come back together. */
  private static final long RETRY_NANOS = 5_000_000_000L;

  private final String peer;
  private final SystemLoad load;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Permit permit = new Admitted();
  private volatile Switch state;

  Degrade(String rule, String peer, DegradeSettings settings, SystemLoad load) {
    super(GuardKind.DEGRADE, rule);
    this.peer = peer;
    this.load = load;
    this.state = new Switch(settings);
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    Switch now = state;
    int underWay = inFlight.incrementAndGet();
    if (!now.on(load, underWay, nowNanos) || !now.concerns(call)) {
      return permit;
    }
    leave();
    long retry = nowNanos + Jitter.nanos(nowNanos, RETRY_NANOS);
    return new Refusal(kind(), rule(), peer, "it is switched off", retry, now.settings.answer);
  }

  private void leave() {
    int now = inFlight.get();
    // Ended twice: a request too few under way is the lesser harm than a count below zero.
    while (now > 0 && !inFlight.compareAndSet(now, now - 1)) {
      now = inFlight.get();
    }
  }

  /** As long as the conditions stay the same, so does what they have come to. */
  @Override
  boolean adopt(GuardSettings next) {
    if (!(next instanceof DegradeSettings)) {
      return false;
    }
    state = state.with((DegradeSettings) next);
    return true;
  }

  @Override
  void read(Gauges gauges) {
    gauges.add(Gauge.IN_USE, inFlight.get());
  }

  int inFlight() {
    return inFlight.get();
  }

  private static final class Switch {
    final DegradeSettings settings;
    private final DegradeCondition[] conditions;
    private final Hysteresis[] passed;

    Switch(DegradeSettings settings) {
      this(settings, new Hysteresis[settings.when.size()]);
      for (int i = 0; i < passed.length; i++) {
        passed[i] = new Hysteresis(conditions[i].threshold);
      }
    }

    private Switch(DegradeSettings settings, Hysteresis[] passed) {
      this.settings = settings;
      this.conditions = settings.when.toArray(new DegradeCondition[0]);
      this.passed = passed;
    }

    Switch with(DegradeSettings next) {
      return next.when.equals(settings.when) ? new Switch(next, passed) : new Switch(next);
    }

    boolean on(SystemLoad load, int underWay, long nowNanos) {
      boolean on = false;
      for (int i = 0; i < conditions.length; i++) {
        switch (conditions[i].of) {
          case ALWAYS:
            return true;
          case CPU:
            on |= passed[i].on(load.cpu(), nowNanos);
            break;
          case HEAP:
            on |= passed[i].on(load.heap(), nowNanos);
            break;
          default:
            on |= passed[i].on(underWay, nowNanos);
        }
      }
      return on;
    }

    boolean concerns(GuardedCall call) {
      return settings.below == null || call.criticality().ordinal() > settings.below.ordinal();
    }
  }

  private final class Admitted extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      leave();
    }
  }
}
