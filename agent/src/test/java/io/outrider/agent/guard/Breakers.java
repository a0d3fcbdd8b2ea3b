// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A circuit breaker at a bench: with a clock in hand, and all it says written down. */
final class Breakers {
  static final long MS = 1_000_000L;
  static final long SECOND = 1_000 * MS;

  final List<String> transitions = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final CircuitBreaker breaker;
  long now;

  private Breakers(long start, BreakerSettings settings) {
    now = start;
    breaker =
        new CircuitBreaker(
            "inventory",
            settings,
            "inventory:8080",
            (rule, peer, from, to) -> transitions.add(from.text() + " -> " + to.text()),
            new GuardLog(lines::add, () -> now),
            start);
  }

  static Breakers at(long start, Consumer<BreakerSettings.Builder> change) {
    return new Breakers(start, settings(change));
  }

  static Breakers with(Consumer<BreakerSettings.Builder> change) {
    return at(0, change);
  }

  static BreakerSettings settings(Consumer<BreakerSettings.Builder> change) {
    BreakerSettings.Builder builder = new BreakerSettings.Builder();
    change.accept(builder);
    return builder.build();
  }

  Admission acquire() {
    return breaker.acquire(GuardedCall.UNKNOWN, now);
  }

  Permit permit() {
    Permit permit = acquire().permit();
    if (permit == null) {
      throw new AssertionError("refused: " + breaker);
    }
    return permit;
  }

  boolean refuses() {
    return acquire().refusal() != null;
  }

  Breakers call(Outcome outcome, long tookNanos) {
    Permit permit = permit();
    long start = now;
    now += tookNanos;
    permit.end(outcome, start, now);
    return this;
  }

  Breakers succeed(int times) {
    for (int i = 0; i < times; i++) {
      call(Outcome.SUCCESS, 0);
    }
    return this;
  }

  Breakers fail(int times) {
    for (int i = 0; i < times; i++) {
      call(Outcome.FAILURE, 0);
    }
    return this;
  }

  Breakers pass(long nanos) {
    now += nanos;
    return this;
  }

  /** Opens it, and lets the wait pass, with the most that chance adds to it. */
  Breakers openAndWait() {
    while (breaker.status() == BreakerStatus.CLOSED) {
      fail(1);
    }
    return pass(longestWait(0));
  }

  long longestWait(int attempt) {
    return (long) (breaker.settings().waitOpenNanos * 1.2001) << attempt;
  }

  BreakerStatus status() {
    return breaker.status();
  }
}
