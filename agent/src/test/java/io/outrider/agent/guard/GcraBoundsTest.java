// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of a token bucket whatever the rate, the burst and the clock. */
@Timeout(60)
class GcraBoundsTest {
  private static final long HOUR = 3600 * SECOND;

  /** In every window of length t at most burst + rate * t calls are made. */
  private static void assertBound(List<Long> times, long calls, long perNanos, int burst) {
    for (int first = 0; first < times.size(); first++) {
      for (int last = first; last < times.size(); last++) {
        double window = times.get(last) - times.get(first);
        assertThat((double) (last - first + 1))
            .isLessThanOrEqualTo(burst + window * calls / perNanos + 1e-6);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3600000000000, 1",
    "10, 3600000000000, 10",
    "1, 1000000000, 1",
    "3, 1000000000, 2",
    "7, 60000000000, 5",
    "5, 1000000000, 50",
    "1000000, 1000000000, 1",
    "1000000, 1000000000, 20",
    "999999999, 1000000000, 3"
  })
  void noWindowHoldsMoreThanTheBurstAndTheRate(long calls, long perNanos, int burst) {
    Random random = new Random(calls + burst);
    long interval = Math.max(1, perNanos / calls);
    for (long wait : new long[] {0, 3 * interval}) {
      long start = random.nextLong();
      long now = start;
      Gcra gcra = new Gcra(calls, perNanos, burst, start);
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        long turn = gcra.take(1, now, wait);
        assertThat(turn).isLessThanOrEqualTo(wait);
        if (turn >= 0) {
          times.add(now + turn - start);
        }
        // Calls at one moment, a steady stream, now and then a pause.
        now +=
            random.nextInt(4) == 0 ? random.nextLong(3 * interval) : random.nextLong(interval) / 2;
        now += random.nextInt(50) == 0 ? burst * interval : 0;
      }
      assertThat(times).isSorted().hasSizeGreaterThan(50);
      assertBound(times, calls, perNanos, burst);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3600000000000", "10, 3600000000000", "100, 60000000000", "1000000, 1000000000"})
  void whoWaitsAsLongAsToldGetsInAndWhoComesANanosecondEarlierDoesNot(long calls, long perNanos) {
    Gcra gcra = new Gcra(calls, perNanos, 3, 0);
    long now = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(gcra.take(1, now, 0)).isZero();
    }
    for (int i = 0; i < 100; i++) {
      long wait = -gcra.take(1, now, 0);
      assertThat(wait).isPositive();
      assertThat(gcra.take(1, now + wait - 1, 0)).isEqualTo(-1);
      now += wait;
      assertThat(gcra.take(1, now, 0)).isZero();
    }
  }

  @Test
  void oneAnHourIsOneAnHour() {
    Gcra gcra = new Gcra(1, HOUR, 1, -5);
    assertThat(gcra.take(1, -5, 0)).isZero();
    assertThat(gcra.take(1, -5, 0)).isEqualTo(-HOUR);
    assertThat(gcra.take(1, HOUR - 6, 0)).isEqualTo(-1);
    assertThat(gcra.take(1, HOUR - 5, 0)).isZero();
  }

  @Test
  void aYearsWorthOfBurstDoesNotOverflow() {
    int burst = 24 * 365;
    Gcra gcra = new Gcra(1, HOUR, burst, Long.MAX_VALUE - 7);
    for (int i = 0; i < burst; i++) {
      assertThat(gcra.take(1, Long.MAX_VALUE - 7 + i, 0)).isZero();
    }
    assertThat(gcra.take(1, Long.MAX_VALUE, 0)).isNegative();
    // Nine years on the numbers stand still, and still hold no more than the burst.
    long later = Long.MAX_VALUE - 7 + Long.MAX_VALUE;
    int taken = 0;
    while (gcra.take(1, later, 0) == 0) {
      taken++;
    }
    assertThat(taken).isEqualTo(burst);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -SECOND, Long.MAX_VALUE - SECOND / 2})
  void aTurnIsTheSameWhereverTheClockStands(long start) {
    Gcra gcra = new Gcra(10, SECOND, 1, start);
    assertThat(gcra.take(1, start, SECOND)).isZero();
    assertThat(gcra.take(1, start, SECOND)).isEqualTo(SECOND / 10);
    gcra.giveBack(1, start + SECOND / 10);
    assertThat(gcra.take(1, start, SECOND)).isEqualTo(SECOND / 10);
    assertThat(gcra.take(1, start + SECOND, 0)).isZero();
  }

  @Test
  void aTokenThatOthersWaitBehindIsNotGivenBack() {
    Gcra gcra = new Gcra(10, SECOND, 1, 0);
    long tenth = SECOND / 10;
    assertThat(gcra.take(1, 0, SECOND)).isZero();
    assertThat(gcra.take(1, 0, SECOND)).isEqualTo(tenth);
    assertThat(gcra.take(1, 0, SECOND)).isEqualTo(2 * tenth);
    gcra.giveBack(1, 0);
    gcra.giveBack(1, tenth);
    assertThat(gcra.take(1, 0, SECOND)).as("two would go at once").isEqualTo(3 * tenth);
    gcra.giveBack(1, 3 * tenth);
    gcra.giveBack(1, 2 * tenth);
    assertThat(gcra.take(1, 0, SECOND)).as("the last two gave up").isEqualTo(2 * tenth);
  }

  @Test
  void noThreadsTogetherGetMoreThanTheRateWhileSomeGiveBack() throws Exception {
    long calls = 10_000;
    Gcra gcra = new Gcra(calls, SECOND, 50, 0);
    AtomicLong clock = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> made = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      made.add(
          threads.submit(
              () -> {
                int count = 0;
                for (int i = 0; i < 50_000; i++) {
                  long now = clock.addAndGet(5_000);
                  long turn = gcra.take(1, now, i % 2 == 0 ? 0 : 20_000);
                  if (turn >= 0) {
                    if (ThreadLocalRandom.current().nextInt(3) == 0) {
                      gcra.giveBack(1, now + turn);
                    } else {
                      count++;
                    }
                  }
                }
                return count;
              }));
    }
    long sum = 0;
    for (Future<Integer> one : made) {
      sum += one.get(50, TimeUnit.SECONDS);
    }
    threads.shutdownNow();
    assertThat(sum).isBetween(5_000L, 50 + 1 + calls);
  }
}
