// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What guards say in the agent's log: one line for a transition, at most ten in a minute for each
 * breaker, one a minute for what a rule refuses, and one line for each kind of guard that fails in
 * itself.
 */
final class GuardLog {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final long HOUR_NANOS = 60 * MINUTE_NANOS;

  private static final int LINES_A_MINUTE = 10;

  /** Breakers are bounded by the table of peers; this is only a second belt. */
  private static final int MAX_BREAKERS = 10_000;

  private final Consumer<String> sink;
  private final LongSupplier clock;
  private final RefusalBook book = new RefusalBook();
  private final ConcurrentHashMap<String, Pace> paces = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<GuardKind, Boolean> broken = new ConcurrentHashMap<>();

  GuardLog(Consumer<String> sink, LongSupplier clock) {
    this.sink = sink;
    this.clock = clock;
  }

  RefusalBook book() {
    return book;
  }

  void refused(Refusal refusal) {
    refused(refusal.rule(), refusal.guard(), refusal.peer(), refusal.reason());
  }

  void wouldRefuse(Refusal refusal) {
    wouldRefuse(refusal.rule(), refusal.guard(), refusal.peer(), refusal.reason());
  }

  /** A call was refused: the first time, and then once a minute, that is worth a line. */
  void refused(String rule, GuardKind guard, String peer, String reason) {
    RefusalBook.Page page = book.count(rule, guard, peer, true);
    long refused = page == null ? 0 : page.refused.due(clock.getAsLong(), MINUTE_NANOS);
    if (refused > 0) {
      say(
          "Rule "
              + rule
              + " has refused "
              + calls(refused)
              + peer
              + " by its "
              + guard.text()
              + ": "
              + reason
              + "; to turn it off: "
              + Refusal.switchOff(rule));
    }
  }

  /** Likewise for a rule in dry-run, once an hour. */
  void wouldRefuse(String rule, GuardKind guard, String peer, String reason) {
    RefusalBook.Page page = book.count(rule, guard, peer, false);
    if (page == null || BuiltIn.is(rule)) {
      return;
    }
    long refused = page.wouldRefuse.due(clock.getAsLong(), HOUR_NANOS);
    if (refused > 0) {
      say(
          "Rule "
              + rule
              + ", in dry-run, would have refused "
              + calls(refused)
              + peer
              + " by its "
              + guard.text()
              + ": "
              + reason
              + "; to let it: outrider.rules."
              + rule
              + ".mode=enforce");
    }
  }

  private static String calls(long count) {
    return count == 1 ? "a call to " : count + " calls, the last one to ";
  }

  void transition(String rule, String peer, BreakerStatus to, String why) {
    if (BuiltIn.is(rule)) {
      return;
    }
    Pace pace = pace(rule + ' ' + peer);
    if (pace == null || !pace.mayLog(clock.getAsLong())) {
      return;
    }
    int unsaid = pace.unsaid.getAndSet(0);
    say(
        "Circuit breaker for "
            + peer
            + " is "
            + to.text()
            + ": "
            + why
            + (unsaid == 0 ? "" : " (" + unsaid + " changes before this were not logged)")
            + ". Rule: "
            + rule
            + "; to turn it off: "
            + Refusal.switchOff(rule));
  }

  void error(String rule, GuardKind kind, Throwable error) {
    if (broken.putIfAbsent(kind, Boolean.TRUE) == null) {
      say(
          "Guard "
              + kind.text()
              + " of rule "
              + rule
              + " failed, its calls go on unguarded; further failures are only counted: "
              + error);
    }
  }

  void blind() {
    say(
        "This JVM does not tell how busy the CPU is: rules with shed.cpu or degrade.when=cpu do not"
            + " act on it.");
  }

  private Pace pace(String breaker) {
    Pace pace = paces.get(breaker);
    if (pace == null && paces.size() < MAX_BREAKERS) {
      Pace fresh = new Pace();
      pace = paces.putIfAbsent(breaker, fresh);
      return pace == null ? fresh : pace;
    }
    return pace;
  }

  private void say(String line) {
    try {
      sink.accept(line);
    } catch (Throwable ignored) {
      // A log that fails has nowhere to say so, and the call must not suffer.
    }
  }

  private static final class Pace {
    final AtomicInteger unsaid = new AtomicInteger();
    private int lines;
    private long since;

    synchronized boolean mayLog(long nowNanos) {
      if (lines > 0 && nowNanos - since < MINUTE_NANOS) {
        if (lines >= LINES_A_MINUTE) {
          unsaid.incrementAndGet();
          return false;
        }
        lines++;
        return true;
      }
      lines = 1;
      since = nowNanos;
      return true;
    }
  }
}
