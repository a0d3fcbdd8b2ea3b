// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same calls, fed to Resilience4j's guards and to ours: the same answers and states where they
 * mean the same, and the differences one by one where they do not.
 */
class Resilience4jTest {
  private static final int CALLS = 4_000;

  /** One clock for both. */
  private long now;

  private final class SharedClock extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(0, now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Both breakers, asked and told the same. */
  private final class Pair {
    final io.github.resilience4j.circuitbreaker.CircuitBreaker theirs;
    final CircuitBreaker ours;

    Pair(CircuitBreakerConfig.Builder theirSettings, Consumer<BreakerSettings.Builder> settings) {
      theirs =
          io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
              "theirs", theirSettings.clock(new SharedClock()).build());
      ours =
          new CircuitBreaker(
              "r",
              Breakers.settings(settings),
              "p",
              GuardTelemetry.NONE,
              new GuardLog(line -> {}, () -> now),
              now);
    }

    Permit acquire() {
      Permit permit = ours.acquire(GuardedCall.UNKNOWN, now).permit();
      assertThat(theirs.tryAcquirePermission()).isEqualTo(permit != null);
      return permit;
    }

    void end(Permit permit, Outcome outcome, long nanos) {
      permit.end(outcome, now - nanos, now);
      if (outcome == Outcome.SUCCESS) {
        theirs.onSuccess(nanos, TimeUnit.NANOSECONDS);
      } else if (outcome == Outcome.FAILURE) {
        theirs.onError(nanos, TimeUnit.NANOSECONDS, new Exception());
      } else {
        theirs.releasePermission();
      }
    }

    void call(Outcome outcome) {
      end(acquire(), outcome, 0);
    }

    void agree() {
      assertThat(ours.status().name()).isEqualTo(theirs.getState().name());
    }
  }

  private static CircuitBreakerConfig.Builder theirs(int rate, int slowRate, int minimum) {
    return CircuitBreakerConfig.custom()
        .failureRateThreshold(rate)
        .slowCallRateThreshold(slowRate)
        .slowCallDurationThreshold(Duration.ofNanos(SECOND - 1))
        .minimumNumberOfCalls(minimum)
        .waitDurationInOpenState(Duration.ofSeconds(10))
        .permittedNumberOfCallsInHalfOpenState(1);
  }

  private static void ours(BreakerSettings.Builder s, int rate, int slowRate, int minimum) {
    s.failureRate = rate * 100;
    s.slowCallRate = slowRate * 100;
    s.slowCallNanos = SECOND;
    s.minimumCalls = minimum;
    s.waitOpenNanos = 10 * SECOND;
    s.waitOpenMaxNanos = 10 * SECOND;
    s.halfOpenCalls = 1;
  }

  /** Thousands of calls: times, outcomes and what overlaps by chance, from a seed. */
  private void walk(Pair pair, long seed) {
    Random random = new Random(seed);
    List<Permit> underWay = new ArrayList<>();
    int failing = 50;
    Set<BreakerStatus> seen = EnumSet.noneOf(BreakerStatus.class);
    int opened = 0;
    for (int i = 0; i < CALLS; i++) {
      if (random.nextInt(40) == 0) {
        failing = random.nextInt(101);
      }
      seen.add(pair.ours.status());
      opened += pair.ours.status() == BreakerStatus.OPEN ? 1 : 0;
      switch (pair.ours.status()) {
        case CLOSED:
          now += random.nextInt(20) == 0 ? random.nextInt(30) * SECOND : random.nextInt(700) * MS;
          break;
        case OPEN:
          // A fifth of our wait is chance: too early for both, or late enough for both.
          underWay.clear();
          long since = now;
          now = since + 7 * SECOND;
          assertThat(pair.acquire()).isNull();
          // Whole seconds, where their buckets begin, and so do ours when it closes.
          now = (since + 13 * SECOND) / SECOND * SECOND;
          break;
        default:
          break;
      }
      underWay.add(pair.acquire());
      pair.agree();
      while (!underWay.isEmpty() && random.nextInt(3) > 0) {
        Permit permit = underWay.remove(random.nextInt(underWay.size()));
        BreakerStatus before = pair.ours.status();
        pair.end(permit, outcome(random, failing), random.nextInt(4) * SECOND / 2);
        pair.agree();
        if (pair.ours.status() != before) {
          // To us, what began before is of the past; to them it counts.
          underWay.clear();
        }
      }
      if (pair.ours.status() == BreakerStatus.HALF_OPEN && !underWay.isEmpty()) {
        assertThat(pair.acquire()).as("one probe at a time").isNull();
        pair.end(underWay.remove(0), outcome(random, failing), 0);
        underWay.clear();
        pair.agree();
      }
    }
    // Else there was nothing to agree on.
    assertThat(seen).containsAll(EnumSet.allOf(BreakerStatus.class));
    assertThat(opened).isGreaterThan(10);
  }

  private static Outcome outcome(Random random, int failing) {
    if (random.nextInt(10) == 0) {
      return Outcome.IGNORED;
    }
    return random.nextInt(100) < failing ? Outcome.FAILURE : Outcome.SUCCESS;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 50, 100, 10, 20",
    "2, 50, 60, 5, 10",
    "3, 1, 100, 100, 100",
    "4, 100, 100, 3, 7",
    "5, 100, 1, 20, 50",
    "6, 33, 75, 200, 30",
    "7, 50, 100, 1, 1",
  })
  void breakersThatCountCallsAreInTheSameStateAfterEveryStep(
      long seed, int rate, int slowRate, int minimum, int window) {
    walk(
        new Pair(
            theirs(rate, slowRate, minimum).slidingWindowSize(window),
            s -> {
              ours(s, rate, slowRate, minimum);
              s.windowCalls = window;
            }),
        seed);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 50, 100, 10",
    "2, 50, 60, 5",
    "3, 1, 100, 20",
    "4, 100, 100, 3",
    "5, 100, 25, 10",
    "6, 33, 75, 1",
  })
  void breakersThatCountTimeAreInTheSameStateAfterEveryStep(
      long seed, int rate, int slowRate, int minimum) {
    walk(
        new Pair(
            theirs(rate, slowRate, minimum)
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10),
            s -> ours(s, rate, slowRate, minimum)),
        seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 25})
  void bulkheadsAdmitTheSameCalls(int limit) {
    io.github.resilience4j.bulkhead.Bulkhead theirs =
        io.github.resilience4j.bulkhead.Bulkhead.of(
            "theirs",
            BulkheadConfig.custom()
                .maxConcurrentCalls(limit)
                .maxWaitDuration(Duration.ZERO)
                .build());
    Bulkhead ours = new Bulkhead("r", "p", limit);
    Random random = new Random(limit);
    List<Permit> underWay = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      if (random.nextBoolean()) {
        Permit permit = ours.acquire(GuardedCall.UNKNOWN, now).permit();
        assertThat(theirs.tryAcquirePermission()).isEqualTo(permit != null);
        if (permit != null) {
          underWay.add(permit);
        }
      } else if (!underWay.isEmpty()) {
        underWay.remove(0).end(outcome(random, 50), 0, 1);
        theirs.onComplete();
      }
      assertThat(limit - ours.inUse()).isEqualTo(theirs.getMetrics().getAvailableConcurrentCalls());
    }
  }

  private AtomicRateLimiter limiter(int calls) {
    return new AtomicRateLimiter(
        "theirs",
        RateLimiterConfig.custom()
            .limitForPeriod(calls)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build(),
        () -> now);
  }

  /** At the beginning of a cycle their count is full, and so is our bucket. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1_000})
  void rateLimitersAdmitTheSameBurstsAtTheBeginningOfACycle(int calls) {
    AtomicRateLimiter theirs = limiter(calls);
    Gcra ours = new Gcra(calls, SECOND, calls, now);
    Random random = new Random(calls);
    for (int i = 0; i < CALLS / 4; i++) {
      for (int call = random.nextInt(2 * calls + 1); call >= 0; call--) {
        assertThat(ours.take(1, now, 0) == 0).isEqualTo(theirs.acquirePermission(1));
      }
      now += random.nextInt(4) * SECOND;
    }
  }

  @Test
  void differenceTheirLimiterLetsTwiceTheLimitPassAroundTheEdgeOfACycle() {
    AtomicRateLimiter theirs = limiter(10);
    Gcra ours = new Gcra(10, SECOND, 10, now);
    int theirCalls = 0;
    int ourCalls = 0;
    for (long at : new long[] {999 * MS, 1_001 * MS}) {
      now = at;
      for (int i = 0; i < 20; i++) {
        theirCalls += theirs.acquirePermission(1) ? 1 : 0;
        ourCalls += ours.take(1, now, 0) == 0 ? 1 : 0;
      }
    }
    assertThat(theirCalls).isEqualTo(20);
    assertThat(ourCalls).isEqualTo(10);
  }

  @Test
  void differenceOurLimiterAdmitsAgainAsSoonAsOneCallIsEarnedAndTheirsWithTheNextCycle() {
    AtomicRateLimiter theirs = limiter(10);
    Gcra ours = new Gcra(10, SECOND, 10, now);
    for (int i = 0; i < 10; i++) {
      assertThat(theirs.acquirePermission(1)).isTrue();
      assertThat(ours.take(1, now, 0)).isZero();
    }
    now = 100 * MS;
    assertThat(theirs.acquirePermission(1)).isFalse();
    assertThat(ours.take(1, now, 0)).isZero();
  }

  private Pair halfOpen(int probes, int minimum) {
    Pair pair =
        new Pair(
            theirs(50, 100, minimum)
                .slidingWindowSize(100)
                .permittedNumberOfCallsInHalfOpenState(probes),
            s -> {
              ours(s, 50, 100, minimum);
              s.windowCalls = 100;
              s.halfOpenCalls = probes;
            });
    for (int i = 0; i < minimum; i++) {
      pair.call(Outcome.FAILURE);
    }
    pair.agree();
    now += 13 * SECOND;
    return pair;
  }

  @Test
  void probesThatAllComeBackLeadToTheSameState() {
    Random random = new Random(9);
    for (int round = 0; round < 300; round++) {
      int probes = 1 + random.nextInt(6);
      Pair pair = halfOpen(probes, 10);
      List<Permit> underWay = new ArrayList<>();
      for (int i = 0; i < probes; i++) {
        underWay.add(pair.acquire());
      }
      for (Permit probe : underWay) {
        pair.end(probe, random.nextBoolean() ? Outcome.FAILURE : Outcome.SUCCESS, 0);
      }
      pair.agree();
    }
  }

  @Test
  void differenceOursOpensAgainAsSoonAsTheProbesCannotComeOutWell() {
    Pair pair = halfOpen(4, 10);
    pair.call(Outcome.FAILURE);
    pair.agree();
    pair.call(Outcome.FAILURE);
    assertThat(pair.ours.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(pair.theirs.getState().name()).isEqualTo("HALF_OPEN");
  }

  /** Their minimum number of calls holds for probes, too, where it is the smaller number. */
  @Test
  void differenceOursWaitsForAllProbesEvenIfTheMinimumNumberOfCallsIsLess() {
    Pair pair = halfOpen(5, 2);
    pair.call(Outcome.SUCCESS);
    pair.call(Outcome.SUCCESS);
    assertThat(pair.theirs.getState().name()).isEqualTo("CLOSED");
    assertThat(pair.ours.status()).isEqualTo(BreakerStatus.HALF_OPEN);
  }

  @Test
  void differenceACallOfThePastIsAProbeToThemAndNotToUs() {
    Pair pair =
        new Pair(
            theirs(50, 100, 2).slidingWindowSize(10),
            s -> {
              ours(s, 50, 100, 2);
              s.windowCalls = 10;
            });
    Permit old = pair.acquire();
    pair.call(Outcome.FAILURE);
    pair.call(Outcome.FAILURE);
    now += 13 * SECOND;
    pair.acquire();
    pair.agree();
    pair.end(old, Outcome.SUCCESS, 13 * SECOND / 1_000);
    assertThat(pair.theirs.getState().name()).isEqualTo("CLOSED");
    assertThat(pair.ours.status()).isEqualTo(BreakerStatus.HALF_OPEN);
  }

  @Test
  void differenceAProbeThatNeverEndsKeepsTheirsHalfOpenForEverAndOpensOurs() {
    Pair pair = halfOpen(1, 10);
    pair.acquire();
    now += 24 * 3600 * SECOND;
    assertThat(pair.theirs.tryAcquirePermission()).isFalse();
    assertThat(pair.theirs.getState().name()).isEqualTo("HALF_OPEN");
    assertThat(pair.ours.acquire(GuardedCall.UNKNOWN, now).permit()).isNull();
    assertThat(pair.ours.status()).isEqualTo(BreakerStatus.OPEN);
  }

  /** Their seconds are those of the calendar, our tenths begin with the window. */
  @Test
  void differenceTheirWindowIsInStepWithTheClockOnTheWallAndOursWithItsOwnBeginning() {
    now = 900 * MS;
    Pair pair =
        new Pair(
            theirs(50, 100, 2)
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(10),
            s -> ours(s, 50, 100, 2));
    pair.call(Outcome.FAILURE);
    now = 10_050 * MS;
    pair.call(Outcome.FAILURE);
    assertThat(pair.ours.status()).as("9.15 s apart").isEqualTo(BreakerStatus.OPEN);
    assertThat(pair.theirs.getState().name()).isEqualTo("CLOSED");
  }

  @Test
  void differenceACallThatTakesExactlyTheLimitIsSlowToUsOnly() {
    Pair pair =
        new Pair(
            theirs(100, 100, 1).slowCallDurationThreshold(Duration.ofSeconds(1)),
            s -> ours(s, 100, 100, 1));
    now = 5 * SECOND;
    pair.end(pair.acquire(), Outcome.SUCCESS, SECOND);
    assertThat(pair.ours.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(pair.theirs.getState().name()).isEqualTo("CLOSED");
  }

  @Test
  void differenceOurWaitGrowsWithEveryFailedProbingUnlessCapped() {
    Pair pair =
        new Pair(
            theirs(50, 100, 1).slidingWindowSize(10),
            s -> {
              ours(s, 50, 100, 1);
              s.windowCalls = 10;
              s.waitOpenMaxNanos = 300 * SECOND;
            });
    pair.call(Outcome.FAILURE);
    now += 13 * SECOND;
    pair.call(Outcome.FAILURE);
    pair.agree();
    now += 13 * SECOND;
    assertThat(pair.theirs.tryAcquirePermission()).isTrue();
    assertThat(pair.ours.acquire(GuardedCall.UNKNOWN, now).refusal()).isNotNull();
  }
}
