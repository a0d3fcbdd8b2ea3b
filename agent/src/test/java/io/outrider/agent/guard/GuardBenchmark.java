// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What guards add to a call that is admitted, from the look-up of a peer's guards to the end of the
 * permit. The time of day is taken as given: the engine reads the clock for the span and its metric
 * in any case. {@link #frame} is the same without guards, to be taken off; {@link
 * #allThreeReadingTheClock} is for the comparison with libraries that read it themselves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class GuardBenchmark {
  private static final Map<String, String> BREAKER = Map.of("circuit-breaker.window", "10s");

  /** Beyond what one CPU can ask for; and what threads lag behind one another is no debt. */
  private static final int CALLS_PER_SECOND = 100_000_000;

  private final PeerGuards unguarded = peer(Map.of());
  private final PeerGuards others = peer(rulesForOthers(BREAKER));
  private final PeerGuards otherPaths = peer(rulesForPaths());
  private final PeerGuards breaker = peer(Map.of("r", BREAKER));
  private final PeerGuards slowCalls = peer(Map.of("r", Map.of("circuit-breaker.slow-call", "1s")));
  private final PeerGuards counting =
      peer(Map.of("r", Map.of("circuit-breaker.window", "100 calls")));
  private final PeerGuards byPath =
      peer(Map.of("r", Map.of("match", "path:/orders/**", "circuit-breaker.window", "10s")));
  private final GuardSet bulkhead = set(false, true, false);
  private final GuardSet rateLimit = set(true, false, false);
  private final GuardSet three = set(true, true, true);
  private final PeerGuards open = opened();

  /** A clock for each thread, a tenth of a microsecond a call: about as fast as calls are made. */
  @State(Scope.Thread)
  public static class Clock {
    long now = System.nanoTime();
    final String method = "GET";
    final String path = "/orders/42";
    final int status = 200;
    final Throwable error = null;

    long next() {
      return now += 100;
    }
  }

  private static PeerGuards peer(Map<String, Map<String, String>> named) {
    GuardRules rules = GuardRules.parse(named, Map.of());
    if (!rules.problems().isEmpty()) {
      throw new IllegalStateException(rules.problems().toString());
    }
    Guards guards = new Guards(rules, GuardTelemetry.NONE, line -> {});
    return guards.forPeer(CallKind.HTTP_CLIENT, "inventory", 8080, null, null);
  }

  private static Map<String, Map<String, String>> rulesForOthers(Map<String, String> rule) {
    Map<String, Map<String, String>> rules = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      Map<String, String> other = new HashMap<>(rule);
      other.put("match", "host:other-" + i);
      rules.put("r" + i, other);
    }
    return rules;
  }

  private static Map<String, Map<String, String>> rulesForPaths() {
    Map<String, Map<String, String>> rules = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      rules.put(
          "r" + i, Map.of("match", "path:/other-" + i + "/**", "circuit-breaker.window", "10s"));
    }
    return rules;
  }

  /**
   * In a service all kinds of guards run through the same code, and no call site knows only one.
   */
  @Setup
  public void showEveryKindToTheCompiler() {
    Clock clock = new Clock();
    GuardSet[] sets = {
      breaker.whole(),
      slowCalls.whole(),
      counting.whole(),
      bulkhead,
      rateLimit,
      three,
      GuardSet.NONE
    };
    for (int i = 0; i < 50_000; i++) {
      for (GuardSet set : sets) {
        call(set, clock);
      }
      refusedByOpenBreaker(clock);
    }
  }

  private static GuardSet set(boolean rateLimit, boolean bulkhead, boolean breaker) {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {});
    long start = System.nanoTime();
    GuardSet.Builder builder = new GuardSet.Builder(CallKind.HTTP_CLIENT).owner(guards);
    if (rateLimit) {
      Gcra bucket = new Gcra(CALLS_PER_SECOND, 1_000_000_000L, Integer.MAX_VALUE, start);
      builder.guard(new RateLimiter("r", "p", bucket), false);
    }
    if (breaker) {
      BreakerSettings settings = new BreakerSettings.Builder().build();
      builder.guard(
          new CircuitBreaker("r", settings, "p", GuardTelemetry.NONE, guards.log(), start), false);
    }
    if (bulkhead) {
      builder.guard(new Bulkhead("r", "p", 100), false);
    }
    return builder.build();
  }

  private static PeerGuards opened() {
    PeerGuards peer =
        peer(
            Map.of(
                "r",
                Map.of("circuit-breaker.minimum-calls", "1", "circuit-breaker.wait-open", "1h")));
    long start = System.nanoTime();
    peer.whole().acquire(GuardedCall.UNKNOWN, start).permit().end(Outcome.FAILURE, start, start);
    return peer;
  }

  /** What the engine does with a set of guards. */
  private static long call(GuardSet guards, Clock clock) {
    long start = clock.next();
    Admission admission = guards.acquire(GuardedCall.UNKNOWN, start);
    if (admission.refusal() != null) {
      throw new IllegalStateException(admission.toString());
    }
    Outcome outcome = guards.outcome(clock.status, clock.error);
    admission.permit().end(outcome, start, start + 50);
    return start;
  }

  @Benchmark
  public long frame(Clock clock) {
    return clock.next();
  }

  @Benchmark
  public long noRule(Clock clock) {
    return call(unguarded.whole(), clock);
  }

  @Benchmark
  public long noMatchOfTenPeers(Clock clock) {
    return call(others.whole(), clock);
  }

  @Benchmark
  public long noMatchOfTenPaths(Clock clock) {
    return call(otherPaths.select(clock.method, clock.path), clock);
  }

  @Benchmark
  public long breaker(Clock clock) {
    return call(breaker.whole(), clock);
  }

  @Benchmark
  public long breakerWithSlowCalls(Clock clock) {
    return call(slowCalls.whole(), clock);
  }

  @Benchmark
  public long breakerCountingCalls(Clock clock) {
    return call(counting.whole(), clock);
  }

  @Benchmark
  public long breakerByPath(Clock clock) {
    return call(byPath.select(clock.method, clock.path), clock);
  }

  @Benchmark
  public long bulkhead(Clock clock) {
    return call(bulkhead, clock);
  }

  @Benchmark
  public long rateLimit(Clock clock) {
    return call(rateLimit, clock);
  }

  @Benchmark
  public long allThree(Clock clock) {
    return call(three, clock);
  }

  @Benchmark
  public long allThreeReadingTheClock() {
    long start = System.nanoTime();
    Permit permit = three.acquire(GuardedCall.UNKNOWN, start).permit();
    permit.end(three.outcome(200, null), start, System.nanoTime());
    return start;
  }

  @Benchmark
  public boolean refusedByOpenBreaker(Clock clock) {
    return open.whole().acquire(GuardedCall.UNKNOWN, clock.next()).refusal() == null;
  }
}
