// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcraTest {
  private static int takeAll(Gcra gcra, long now) {
    int taken = 0;
    while (gcra.take(1, now, 0) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void aFullBucketGivesItsBurstAndThenOneCallPerInterval() {
    Gcra gcra = new Gcra(100, SECOND, 5, 0);
    assertThat(takeAll(gcra, 0)).isEqualTo(5);
    assertThat(takeAll(gcra, 10 * MS)).isEqualTo(1);
    assertThat(takeAll(gcra, 35 * MS)).isEqualTo(2);
    assertThat(takeAll(gcra, 40 * MS)).as("the half interval was not lost").isEqualTo(1);
  }

  @Test
  void saysExactlyWhenTheNextCallMayCome() {
    Gcra gcra = new Gcra(10, SECOND, 1, 0);
    assertThat(gcra.take(1, 0, 0)).isZero();
    assertThat(gcra.take(1, 30 * MS, 0)).isEqualTo(-70 * MS);
    assertThat(gcra.take(1, 100 * MS - 1, 0)).isEqualTo(-1);
    assertThat(gcra.take(1, 100 * MS, 0)).isZero();
  }

  /** resilience4j refills in cycles: twice the limit passes around the edge of one. */
  @Test
  void noMomentLetsTwiceTheBurstPass() {
    Gcra gcra = new Gcra(100, SECOND, 100, 0);
    assertThat(takeAll(gcra, SECOND - 1)).isEqualTo(100);
    assertThat(takeAll(gcra, SECOND + 1)).isZero();
  }

  /** Sermant threw the remainder of an interval away with each refill. */
  @Test
  void theRateIsMetWhateverTheMomentsOfAsking() {
    Random random = new Random(7);
    Gcra gcra = new Gcra(300_000, SECOND, 10, 0);
    long now = 0;
    int taken = 0;
    while (now < SECOND) {
      now += random.nextInt(5_000);
      taken += takeAll(gcra, now);
    }
    assertThat(taken).isBetween(299_970, 300_011);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 7, 1_000, 333_333, 1_000_000})
  void theRateIsNeverAboveTheOneAskedFor(long rate) {
    Gcra gcra = new Gcra(rate, SECOND, 1, 0);
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      long wait = gcra.take(1, now, 0);
      if (wait < 0) {
        now -= wait;
        assertThat(gcra.take(1, now, 0)).isZero();
      }
    }
    // Who asks again at a whole nanosecond loses the fraction before it.
    double lost = 10_000 * (rate / 1e9) + 1;
    assertThat((double) now / SECOND * rate).isBetween(9_998.999, 10_000 + lost);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - SECOND, Long.MAX_VALUE})
  void worksWhereverTheClockStands(long start) {
    Gcra gcra = new Gcra(10, SECOND, 2, start);
    assertThat(takeAll(gcra, start)).isEqualTo(2);
    assertThat(takeAll(gcra, start + 100 * MS)).isEqualTo(1);
    assertThat(takeAll(gcra, start + 10 * SECOND)).isEqualTo(2);
  }

  @Test
  void aLongPauseFillsTheBucketAndNoMore() {
    Gcra gcra = new Gcra(10, SECOND, 3, 0);
    takeAll(gcra, 0);
    assertThat(takeAll(gcra, Long.MAX_VALUE / 2)).isEqualTo(3);
  }

  @Test
  void aClockThatGoesBackTakesNothingAway() {
    Gcra gcra = new Gcra(10, SECOND, 1, 0);
    assertThat(gcra.take(1, SECOND, 0)).isZero();
    assertThat(gcra.take(1, -SECOND, 0)).isNegative();
    assertThat(gcra.take(1, SECOND + 100 * MS, 0)).isZero();
  }

  @Test
  void costlierCallsTakeMore() {
    Gcra gcra = new Gcra(10, SECOND, 5, 0);
    assertThat(gcra.take(3, 0, 0)).isZero();
    assertThat(gcra.take(3, 0, 0)).isEqualTo(-100 * MS);
    assertThat(gcra.take(2, 0, 0)).isZero();
  }

  @Test
  void pacedCallsAreSpreadEvenlyAndNoneWaitsLongerThanAllowed() {
    Gcra gcra = new Gcra(10, SECOND, 1, 0);
    assertThat(gcra.take(1, 0, 250 * MS)).isZero();
    assertThat(gcra.take(1, 0, 250 * MS)).isEqualTo(100 * MS);
    assertThat(gcra.take(1, 0, 250 * MS)).isEqualTo(200 * MS);
    assertThat(gcra.take(1, 0, 250 * MS)).as("50 ms too long").isEqualTo(-50 * MS);
    assertThat(gcra.take(1, 50 * MS, 250 * MS)).isEqualTo(250 * MS);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndNeverExceedsTheBurst() {
    Gcra gcra = new Gcra(10, SECOND, 2, 0);
    assertThat(takeAll(gcra, 0)).isEqualTo(2);
    gcra.giveBack(1, 0);
    assertThat(takeAll(gcra, 0)).isEqualTo(1);
    gcra.giveBack(2, SECOND);
    assertThat(takeAll(gcra, SECOND)).isEqualTo(2);
  }

  @Test
  void theLimiterAnswersWithTheMomentOfTheNextTryAndTakesBackWhatWasNotUsed() {
    RateLimiter limiter = new RateLimiter("r", "p", new Gcra(10, SECOND, 1, 0));
    limiter.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.UNUSED, 0, 0);
    limiter.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.IGNORED, 0, 0);
    Refusal refusal = limiter.acquire(GuardedCall.UNKNOWN, 20 * MS).refusal();
    assertThat(refusal.retryAfterNanos(20 * MS)).isEqualTo(80 * MS);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(limiter.acquire(GuardedCall.UNKNOWN, 100 * MS).refusal()).isNull();
  }

  @Test
  void manyThreadsTogetherGetExactlyTheRate() throws Exception {
    Gcra gcra = new Gcra(1_000, SECOND, 100, 0);
    AtomicLong clock = new AtomicLong();
    AtomicInteger taken = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 25_000; i++) {
              if (gcra.take(1, clock.addAndGet(10_000), 0) == 0) {
                taken.incrementAndGet();
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(taken.get()).as("100 at once and 1000 in the second").isBetween(1_095, 1_100);
  }
}
