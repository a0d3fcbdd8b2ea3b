// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
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

/** The same guards of Resilience4j, by its fastest way of use: no decorator, no lambda. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Resilience4jBenchmark {
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "b",
          CircuitBreakerConfig.custom()
              .slidingWindowType(SlidingWindowType.TIME_BASED)
              .slidingWindowSize(10)
              .build());
  private final CircuitBreaker counting =
      CircuitBreaker.of("c", CircuitBreakerConfig.custom().slidingWindowSize(100).build());
  private final Bulkhead bulkhead =
      Bulkhead.of("b", BulkheadConfig.custom().maxConcurrentCalls(100).build());
  private final RateLimiter limiter =
      RateLimiter.of(
          "r",
          RateLimiterConfig.custom()
              .limitForPeriod(100_000_000)
              .limitRefreshPeriod(Duration.ofSeconds(1))
              .timeoutDuration(Duration.ZERO)
              .build());

  private static void call(CircuitBreaker breaker) {
    if (!breaker.tryAcquirePermission()) {
      throw new IllegalStateException();
    }
    long start = breaker.getCurrentTimestamp();
    breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
  }

  @Benchmark
  public void breaker() {
    call(breaker);
  }

  @Benchmark
  public void breakerCountingCalls() {
    call(counting);
  }

  @Benchmark
  public void bulkhead() {
    if (!bulkhead.tryAcquirePermission()) {
      throw new IllegalStateException();
    }
    bulkhead.onComplete();
  }

  @Benchmark
  public void rateLimit() {
    if (!limiter.acquirePermission()) {
      throw new IllegalStateException();
    }
  }

  @Benchmark
  public void allThree() {
    rateLimit();
    if (!breaker.tryAcquirePermission() || !bulkhead.tryAcquirePermission()) {
      throw new IllegalStateException();
    }
    long start = breaker.getCurrentTimestamp();
    bulkhead.onComplete();
    breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
  }
}
