// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops calling a peer that fails, and finds out by a few probes when it is well again.
 *
 * <p>The state is one reference to one of three small objects. Permits are handed out by the state
 * object and report back to it, never to whatever state has come since: a slow call that began
 * while closed and ends while half-open is no probe. All transitions are one compare-and-set from
 * the state that decided, so of any number of threads exactly one makes it.
 *
 * <pre>
 *   closed --(rate &gt;= threshold, calls &gt;= minimum)--> open
 *   open --(wait is over, at the next call)--> half-open
 *   half-open --(all probes back, below the thresholds)--> closed
 *   half-open --(enough probes failed or lost)--> open, and the wait doubles up to its cap
 * </pre>
 *
 * <p>Without calls nothing happens: there is no timer.
 */
final class CircuitBreaker extends Guard {
  private volatile BreakerSettings settings;
  private final String peer;
  private final GuardTelemetry telemetry;
  private final GuardLog log;
  private final AtomicReference<BreakerState> state = new AtomicReference<>();

  CircuitBreaker(
      String rule,
      BreakerSettings settings,
      String peer,
      GuardTelemetry telemetry,
      GuardLog log,
      long nowNanos) {
    super(GuardKind.CIRCUIT_BREAKER, rule);
    this.settings = settings;
    this.peer = peer;
    this.telemetry = telemetry;
    this.log = log;
    state.set(new ClosedState(this, nowNanos));
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    while (true) {
      BreakerState current = state.get();
      // Nearly always, and then it takes no virtual call.
      Admission admission =
          current instanceof ClosedState
              ? ((ClosedState) current).permit
              : current.acquire(nowNanos);
      if (admission != null) {
        return admission;
      }
      // The state has moved on while we asked it.
    }
  }

  /** Thresholds and times may change under a running breaker; what it has counted stays. */
  @Override
  boolean adopt(GuardSettings next) {
    boolean fits = next instanceof BreakerSettings && settings.sameShape((BreakerSettings) next);
    if (fits) {
      settings = (BreakerSettings) next;
    }
    return fits;
  }

  BreakerStatus status() {
    return state.get().status();
  }

  BreakerSettings settings() {
    return settings;
  }

  String peer() {
    return peer;
  }

  boolean isCurrent(BreakerState candidate) {
    return state.get() == candidate;
  }

  void open(BreakerState from, int attempt, long nowNanos, String why) {
    OpenState next = new OpenState(this, attempt, nowNanos, why);
    if (state.compareAndSet(from, next)) {
      announce(from, next, why + ", refusing calls for " + Durations.text(next.waitNanos()));
    }
  }

  void halfOpen(OpenState from, long nowNanos) {
    HalfOpenState next = new HalfOpenState(this, from.attempt(), nowNanos);
    if (state.compareAndSet(from, next)) {
      announce(from, next, "the wait is over, probing with " + settings.halfOpenCalls + " calls");
    }
  }

  void close(HalfOpenState from, long nowNanos) {
    ClosedState next = new ClosedState(this, nowNanos);
    if (state.compareAndSet(from, next)) {
      announce(from, next, "the probes were answered");
    }
  }

  /** A report must never hurt the call that happens to cause it. */
  private void announce(BreakerState from, BreakerState to, String why) {
    log.transition(rule(), peer, to.status(), why);
    try {
      telemetry.onTransition(rule(), peer, from.status(), to.status());
    } catch (Throwable t) {
      log.error(rule(), kind(), t);
    }
  }

  @Override
  public String toString() {
    return "circuit breaker of " + peer + " by rule " + rule() + ": " + status().text();
  }
}
