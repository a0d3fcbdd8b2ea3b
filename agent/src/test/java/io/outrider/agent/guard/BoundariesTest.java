// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that hold for every sequence of calls, tried where sequences are most unkind. */
class BoundariesTest {
  private static final long DAY = 24 * 3600 * SECOND;

  /** Any of them, plus what is passed, wraps or does not, is negative or is not. */
  private static final long[] CLOCKS = {
    0,
    -1,
    1,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 7 * SECOND,
    -7 * SECOND,
    Long.MAX_VALUE / 3
  };

  private static final long[] STEPS = {
    0,
    1,
    SECOND - 1,
    SECOND,
    SECOND + 1,
    9 * SECOND,
    10 * SECOND - 1,
    10 * SECOND,
    10 * SECOND + 1,
    100 * MS,
    3600 * SECOND,
    DAY,
    40 * DAY
  };

  private final Random random = new Random(11);

  private long step() {
    return random.nextInt(3) == 0
        ? random.nextInt(1_500) * MS
        : STEPS[random.nextInt(STEPS.length)];
  }

  private static CircuitBreaker breaker(long now, Consumer<BreakerSettings.Builder> settings) {
    return Breakers.at(now, settings).breaker;
  }

  /** What a closed breaker is to do, by a list of all calls. */
  private static final class Model {
    private final BreakerSettings settings;
    private final List<long[]> calls = new ArrayList<>();

    Model(BreakerSettings settings) {
      this.settings = settings;
    }

    /** At a tick of a tenth of the window, if it counts time. */
    boolean opens(boolean failed, boolean slow, long tick) {
      calls.add(new long[] {tick, failed ? 1 : 0, slow ? 1 : 0});
      int from = settings.windowCalls > 0 ? Math.max(0, calls.size() - settings.windowCalls) : 0;
      long total = 0;
      long failures = 0;
      long slows = 0;
      for (long[] call : calls.subList(from, calls.size())) {
        if (settings.windowCalls > 0 || call[0] > tick - 10) {
          total++;
          failures += call[1];
          slows += call[2];
        }
      }
      return total >= settings.minimumCalls
          && (failures * 10_000 >= settings.failureRate * total
              || slows * 10_000 >= settings.slowCallRate * total);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 9_999, 10_000})
  void aBreakerOpensAtTheVeryCallThatReachesItsThreshold(int rate) {
    for (int round = 0; round < 300; round++) {
      int window = random.nextBoolean() ? 0 : 1 + random.nextInt(20);
      int minimum = 1 + random.nextInt(30);
      BreakerSettings settings =
          Breakers.settings(
              s -> {
                s.failureRate = rate;
                s.slowCallRate = BreakerSettings.ALL;
                s.slowCallNanos = SECOND;
                s.windowCalls = window;
                s.minimumCalls = minimum;
              });
      long base = CLOCKS[random.nextInt(CLOCKS.length)];
      CircuitBreaker breaker =
          breaker(
              base,
              s -> {
                s.failureRate = rate;
                s.slowCallNanos = SECOND;
                s.windowCalls = window;
                s.minimumCalls = minimum;
              });
      Model model = new Model(settings);
      int failing = random.nextInt(101);
      long elapsed = 0;
      for (int i = 0; i < 60; i++) {
        elapsed += random.nextInt(4) == 0 ? step() : 0;
        boolean failed = random.nextInt(100) < failing;
        boolean slow = random.nextInt(3) == 0;
        long now = base + elapsed;
        Permit permit = breaker.acquire(GuardedCall.UNKNOWN, now).permit();
        permit.end(
            failed ? Outcome.FAILURE : Outcome.SUCCESS, now - (slow ? SECOND : SECOND - 1), now);
        boolean open = model.opens(failed, slow, elapsed / SECOND);
        assertThat(breaker.status() == BreakerStatus.OPEN)
            .as("round %s call %s", round, i)
            .isEqualTo(open);
        if (open) {
          break;
        }
      }
    }
  }

  /** Not to be written in a rule, where 1 is the least; the arithmetic bears it all the same. */
  @Test
  void aRateOfNothingOpensWithTheFirstCallThatMakesThemEnough() {
    Breakers b = Breakers.with(s -> s.failureRate = 0).succeed(19);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void aCallOnTheEdgeOfABucketBelongsToTheLaterOne() {
    for (long base : CLOCKS) {
      TimeWindow window = new TimeWindow(10 * SECOND, 1, base);
      window.record(Counts.CALL, base + SECOND - 1);
      window.record(Counts.CALL, base + SECOND);
      assertThat(Counts.calls(window.totals(base + 10 * SECOND - 1))).isEqualTo(2);
      assertThat(Counts.calls(window.totals(base + 10 * SECOND))).isEqualTo(1);
      assertThat(Counts.calls(window.totals(base + 11 * SECOND - 1))).isEqualTo(1);
      assertThat(Counts.calls(window.totals(base + 11 * SECOND))).isZero();
    }
  }

  @Test
  void aWindowShorterThanItsBucketsAreManyStillWorks() {
    for (long nanos = 1; nanos < 40; nanos++) {
      TimeWindow window = new TimeWindow(nanos, 1, 5);
      window.record(Counts.CALL, 5);
      window.record(Counts.CALL, 6);
      assertThat(Counts.calls(window.totals(6))).isEqualTo(2);
      assertThat(window.totals(5 + 10 * nanos + 10)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 1_000, 100_000})
  void aMinimumAboveWhatTheWindowHoldsIsReachedAllTheSame(int minimum) {
    Breakers counting =
        Breakers.with(
                s -> {
                  s.windowCalls = 20;
                  s.minimumCalls = minimum;
                })
            .fail(20);
    assertThat(counting.status()).isEqualTo(BreakerStatus.OPEN);
    Breakers timed = Breakers.with(s -> s.minimumCalls = minimum).fail(minimum - 1);
    assertThat(timed.status()).isEqualTo(BreakerStatus.CLOSED);
    timed.fail(1);
    assertThat(timed.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void aBreakerComesThroughEveryStateWhateverTheClockAndThePauses() {
    for (long base : CLOCKS) {
      for (int round = 0; round < 50; round++) {
        Breakers b =
            Breakers.at(
                base,
                s -> {
                  s.minimumCalls = 3;
                  s.halfOpenCalls = 2;
                });
        for (int i = 0; i < 40; i++) {
          b.pass(step());
          Permit permit = b.acquire().permit();
          if (permit != null && random.nextInt(10) > 0) {
            long start = b.now;
            b.pass(step());
            permit.end(Outcome.values()[random.nextInt(4)], start, b.now);
          }
        }
        // Whatever has happened: the peer is well again, and calls go through.
        for (int i = 0; i < 20 && b.status() != BreakerStatus.CLOSED; i++) {
          b.pass(DAY);
          Permit permit = b.acquire().permit();
          if (permit != null) {
            permit.end(Outcome.SUCCESS, b.now, b.now);
          }
        }
        assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
      }
    }
  }

  /** Of any span of time, no more calls pass than the burst and what the rate earns in it. */
  @Test
  void noSpanOfTimeLetsMorePassThanBurstAndRate() {
    for (long base : CLOCKS) {
      for (int round = 0; round < 40; round++) {
        int calls = 1 + random.nextInt(1_000);
        int burst = 1 + random.nextInt(50);
        Gcra bucket = new Gcra(calls, SECOND, burst, base);
        List<Long> passed = new ArrayList<>();
        long elapsed = 0;
        for (int i = 0; i < 400; i++) {
          elapsed += random.nextInt(5) == 0 ? step() : random.nextInt(2_000_000);
          if (bucket.take(1, base + elapsed, 0) == 0) {
            passed.add(elapsed);
          }
        }
        for (int i = 0; i < passed.size(); i++) {
          for (int k = i; k < Math.min(passed.size(), i + 3 * burst); k++) {
            double earned = (passed.get(k) - passed.get(i)) * (double) calls / SECOND;
            assertThat((double) (k - i + 1)).isLessThanOrEqualTo(burst + earned + 1e-6);
          }
        }
      }
    }
  }

  @Test
  void whoWaitsAsLongAsToldPassesAndNoNanosecondSooner() {
    for (long base : CLOCKS) {
      for (int round = 0; round < 200; round++) {
        int burst = 1 + random.nextInt(5);
        Gcra bucket = new Gcra(1 + random.nextInt(100_000), SECOND, burst, base);
        long now = base + step();
        for (int i = 0; i < burst; i++) {
          assertThat(bucket.take(1, now, 0)).isZero();
        }
        long wait = -bucket.take(1, now, 0);
        assertThat(wait).isPositive();
        assertThat(bucket.take(1, now + wait - 1, 0)).isNegative();
        assertThat(bucket.take(1, now + wait, 0)).isZero();
      }
    }
  }

  /** One call a day to a billion a second, and pauses of years. */
  @Test
  void noRateAndNoPauseOverflows() {
    long[][] rates = {{1, DAY}, {1, 365 * DAY}, {1_000_000_000, SECOND}, {Integer.MAX_VALUE, 1}};
    long[] pauses = {1, SECOND, DAY, 365 * DAY, 9 * 365 * DAY, 200 * 365 * DAY};
    for (long[] rate : rates) {
      for (long pause : pauses) {
        for (long base : CLOCKS) {
          Gcra bucket = new Gcra(rate[0], rate[1], 3, base);
          for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(1, base, 0)).isZero();
          }
          boolean earned = bucket.take(1, base + pause, 0) == 0;
          // Rounding up makes the rate a little less, and never more.
          if ((double) pause * rate[0] / rate[1] < 0.9) {
            assertThat(earned).isFalse();
          } else if ((double) pause * rate[0] / rate[1] >= 1_000) {
            assertThat(earned).isTrue();
          }
        }
      }
    }
  }

  @Test
  void aRetryBudgetNeverGivesMoreThanItsShareOfTheCallsItRemembers() {
    for (long base : CLOCKS) {
      for (int ratio : new int[] {0, 1, 100, 2_000, 9_999, 10_000}) {
        int floor = random.nextInt(3);
        RetryBudget budget = new RetryBudget(ratio, floor, base);
        List<long[]> log = new ArrayList<>();
        long elapsed = 0;
        for (int i = 0; i < 500; i++) {
          elapsed += random.nextInt(10) == 0 ? step() : random.nextInt(50) * MS;
          boolean retry = random.nextInt(3) == 0;
          if (!retry) {
            budget.called(base + elapsed);
            log.add(new long[] {elapsed / SECOND, 1, 0});
          } else if (budget.tryRetry(base + elapsed)) {
            log.add(new long[] {elapsed / SECOND, 0, 1});
            long calls = 0;
            long retries = 0;
            for (long[] entry : log) {
              boolean remembered = entry[0] > elapsed / SECOND - 10;
              calls += remembered ? entry[1] : 0;
              retries += remembered ? entry[2] : 0;
            }
            assertThat(retries).isLessThanOrEqualTo(calls * ratio / 10_000 + floor * 10L);
          }
        }
      }
    }
  }

  @Test
  void aDeadlineIsComparedByDifferenceWhereverTheClockStands() {
    for (long base : CLOCKS) {
      Refusal refusal = new Refusal(GuardKind.RATE_LIMIT, "r", "p", "why", base + 5 * SECOND);
      assertThat(refusal.retryAfterNanos(base)).isEqualTo(5 * SECOND);
      assertThat(refusal.retryAfterNanos(base + 5 * SECOND)).isEqualTo(1);
      assertThat(refusal.retryAfterSeconds(base + 6 * SECOND)).isEqualTo(1);
      assertThat(refusal.retryAfterSeconds(base + 4 * SECOND - 1)).isEqualTo(2);
    }
  }
}
