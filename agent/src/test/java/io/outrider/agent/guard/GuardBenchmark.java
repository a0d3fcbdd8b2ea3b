// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What guards add to a call that is admitted, with the time of day taken as given: the engine reads
 * the clock for the span and its metric in any case.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class GuardBenchmark {
  private final PeerGuards unguarded = peer(Map.of());
  private final PeerGuards breaker =
      peer(Map.of("circuit-breaker.window", "10s", "timeout.request", "2s"));
  private final PeerGuards counting =
      peer(Map.of("circuit-breaker.window", "100 calls", "circuit-breaker.slow-call", "1s"));
  private final PeerGuards byPath =
      peer(Map.of("match", "path:/orders/**", "circuit-breaker.window", "10s"));
  private final GuardSet three = three();
  private final PeerGuards open = opened();
  private long now = System.nanoTime();

  private static PeerGuards peer(Map<String, String> rule) {
    GuardRules rules = GuardRules.parse(rule.isEmpty() ? Map.of() : Map.of("r", rule), Map.of());
    if (!rules.problems().isEmpty()) {
      throw new IllegalStateException(rules.problems().toString());
    }
    Guards guards = new Guards(rules, GuardTelemetry.NONE, line -> {});
    return guards.forPeer(CallKind.HTTP_CLIENT, "inventory", 8080, null, null);
  }

  private static GuardSet three() {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {});
    long start = System.nanoTime();
    return new GuardSet.Builder(CallKind.HTTP_CLIENT)
        .owner(guards)
        .guard(new RateLimiter("r", "p", new Gcra(1_000_000, 1_000_000_000L, 100, start)), false)
        .guard(
            new CircuitBreaker(
                "r",
                new BreakerSettings.Builder().build(),
                "p",
                GuardTelemetry.NONE,
                guards.log(),
                start),
            false)
        .guard(new Bulkhead("r", "p", 100), false)
        .build();
  }

  private static PeerGuards opened() {
    PeerGuards peer =
        peer(Map.of("circuit-breaker.minimum-calls", "1", "circuit-breaker.wait-open", "1h"));
    long start = System.nanoTime();
    peer.whole().acquire(GuardedCall.UNKNOWN, start).permit().end(Outcome.FAILURE, start, start);
    return peer;
  }

  private long call(GuardSet guards) {
    // As if calls came a thousand times a second.
    long start = now += 1_000_000;
    Admission admission = guards.acquire(GuardedCall.UNKNOWN, start);
    if (admission.refusal() != null) {
      return -1;
    }
    Outcome outcome = guards.outcome(200, null);
    admission.permit().end(outcome, start, start + 500_000);
    return start;
  }

  @Benchmark
  public long noRule() {
    return call(unguarded.whole());
  }

  @Benchmark
  public long breakerClosedTimeWindow() {
    return call(breaker.whole());
  }

  @Benchmark
  public long breakerClosedCountWindow() {
    return call(counting.whole());
  }

  @Benchmark
  public long breakerClosedByPath() {
    return call(byPath.select("GET", "/orders/42"));
  }

  @Benchmark
  public long rateLimitBreakerBulkhead() {
    return call(three);
  }

  @Benchmark
  public long breakerOpen() {
    return open.whole().acquire(GuardedCall.UNKNOWN, now).refusal() == null ? 0 : 1;
  }

  /** Takes the options of JMH; always with the profile of what is allocated. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .include(GuardBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
