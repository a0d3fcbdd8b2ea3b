// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.function.LongSupplier;

/**
 * Lets only so many calls be under way at once: a fixed number, or one that is found out while they
 * are made. Who comes when all places are taken is refused, or waits for a while if the rule and
 * its thread allow that; see {@link Places} and {@link WaitLine} for how.
 *
 * <p>On servers calls that matter less may fill only a part of the places, see {@link Shares}. They
 * never wait: what can be shed is not worth holding a thread for.
 */
final class Bulkhead extends Guard {
  private final String peer;
  private final GuardTelemetry telemetry;
  private final GuardLog log;
  private final LongSupplier clock;
  private final boolean server;
  private final Places places;

  /** Null: the limit is fixed. */
  private final AdaptiveLimit adaptive;

  private final Permit permit;
  private volatile Waiting waiting = Waiting.NONE;

  /**
   * A fixed one in which nobody waits.
   *
   * @param limit at least 1
   */
  Bulkhead(String rule, String peer, int limit) {
    super(GuardKind.BULKHEAD, rule);
    this.peer = peer;
    this.telemetry = GuardTelemetry.NONE;
    this.log = null;
    this.clock = null;
    this.server = false;
    this.adaptive = null;
    this.places = new Places(limit, null);
    this.permit = new Place(places);
  }

  /**
   * @param adaptive what changes the limit; null: nothing does
   */
  Bulkhead(GuardKind kind, GuardPlace at, int limit, Waiting waiting, AdaptiveLimit adaptive) {
    super(kind, at.rule());
    this.peer = at.peer();
    this.telemetry = at.guards().telemetry();
    this.log = at.guards().log();
    this.clock = at.guards().clock();
    this.server = at.callKind() == CallKind.HTTP_SERVER;
    this.adaptive = adaptive;
    this.places = new Places(limit, clock);
    this.permit = adaptive == null ? new Place(places) : new Sampled(places, adaptive);
    this.waiting = waiting;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    if (places.tryEnter(allowed(call))) {
      return permit;
    }
    Waiting rule = waiting;
    boolean waits =
        rule.allowed() && call.mayWait() && !(server && Shares.sheddable(call.criticality()));
    return waits ? await(call, rule) : full(call, nowNanos);
  }

  @Override
  Admission tryAcquire(GuardedCall call, long nowNanos) {
    return places.tryEnter(allowed(call)) ? permit : full(call, nowNanos);
  }

  private int allowed(GuardedCall call) {
    int limit = places.limit();
    return server ? Shares.of(limit, call.criticality()) : limit;
  }

  private Admission await(GuardedCall call, Waiting rule) {
    long since = clock.getAsLong();
    long left = call.remainingNanos(since);
    if (left <= 0) {
      return full(call, since);
    }
    Waiter waiter = places.join(rule.maxQueue(places.limit()), since);
    if (waiter == null) {
      return full(call, since);
    }
    Waiter.State end = places.await(waiter, since + Math.min(left, rule.maxNanos));
    long now = clock.getAsLong();
    tell(call, now - since);
    return end == Waiter.State.GRANTED
        ? permit
        : inVain(end, now - since, left <= now - since, now);
  }

  /** What is only told must not cost the place that was just granted. */
  private void tell(GuardedCall call, long nanos) {
    try {
      call.waited(nanos);
      telemetry.onQueued(rule(), kind(), nanos);
    } catch (Throwable t) {
      log.error(rule(), kind(), t);
    }
  }

  private Refusal inVain(Waiter.State end, long nanos, boolean late, long nowNanos) {
    String waited = "it waited " + Durations.text(nanos) + " for one of the " + places.limit();
    waited += " places of the " + name();
    if (end == Waiter.State.DROPPED) {
      return refusal(kind(), waited + ", and newer calls keep coming", nowNanos);
    }
    // When it is the caller's time that is over, a server says so by its status, too.
    return late
        ? refusal(GuardKind.DEADLINE, waited + ", and its deadline has passed", nowNanos)
        : refusal(kind(), waited, nowNanos);
  }

  private Refusal full(GuardedCall call, long nowNanos) {
    int limit = places.limit();
    int allowed = allowed(call);
    int queue = places.waiting();
    String reason;
    if (allowed < limit) {
      String level = call.criticality().text();
      reason = level + " calls may fill " + allowed + " of the " + limit + " places of the ";
      reason += name() + ", and those are taken";
    } else {
      reason = limit == 1 ? "the only place" : "all " + limit + " places";
      reason += " of the " + name() + (limit == 1 ? " is taken" : " are taken");
    }
    return refusal(kind(), queue == 0 ? reason : reason + "; waiting for one: " + queue, nowNanos);
  }

  private Refusal refusal(GuardKind kind, String reason, long nowNanos) {
    return new Refusal(kind, rule(), peer, reason, nowNanos + places.retryNanos());
  }

  private String name() {
    return adaptive == null ? "bulkhead" : "concurrency limit";
  }

  int inUse() {
    return places.inUse();
  }

  /** Calls beyond a lower limit may end; no new one begins until they are below it. */
  void limit(int calls) {
    places.limit(calls);
  }

  int limit() {
    return places.limit();
  }

  int queued() {
    return places.waiting();
  }

  /** A changed limit or wait keeps the calls that are under way; another algorithm does not. */
  @Override
  boolean adopt(GuardSettings next) {
    if (next instanceof BulkheadSettings && adaptive == null) {
      BulkheadSettings settings = (BulkheadSettings) next;
      waiting = settings.waiting;
      places.limit(settings.maxConcurrent);
      return true;
    }
    if (next instanceof ConcurrencySettings && adaptive != null) {
      ConcurrencySettings settings = (ConcurrencySettings) next;
      if (settings.algorithm == adaptive.algorithm()) {
        waiting = settings.waiting;
        adaptive.bounds(settings.min, settings.max);
        adaptive.change(places, places.limit());
        return true;
      }
    }
    return false;
  }

  @Override
  void read(Gauges gauges) {
    gauges.add(Gauge.IN_USE, places.inUse());
    gauges.add(Gauge.LIMIT, places.limit());
    gauges.add(Gauge.QUEUE, places.waiting());
  }

  @Override
  public String toString() {
    return kind().text() + " of " + peer + " by rule " + rule() + ", " + places;
  }

  /** Holds nothing of its call, so one serves all. */
  private static final class Place extends Permit {
    private final Places places;

    Place(Places places) {
      this.places = places;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      if (outcome == Outcome.UNUSED) {
        places.leave();
      } else {
        places.leave(endNanos - startNanos);
      }
    }
  }

  private static final class Sampled extends Permit {
    private final Places places;
    private final AdaptiveLimit adaptive;

    Sampled(Places places, AdaptiveLimit adaptive) {
      this.places = places;
      this.adaptive = adaptive;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      int inFlight = places.inUse();
      if (outcome == Outcome.UNUSED) {
        places.leave();
        return;
      }
      places.leave(endNanos - startNanos);
      adaptive.ended(places, outcome, inFlight, startNanos, endNanos);
    }
  }
}
