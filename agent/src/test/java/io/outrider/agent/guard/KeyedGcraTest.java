// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KeyedGcraTest {
  private static final CellRate TEN_A_SECOND = new CellRate(10, SECOND, 2);

  private static int takeAll(Tokens tokens, long key, long now) {
    int taken = 0;
    while (tokens.reserve(key, now, 0) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void eachKeyHasABucketOfItsOwn() {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 100, 0);
    assertThat(takeAll(table, 1, 0)).isEqualTo(2);
    assertThat(takeAll(table, 2, 0)).isEqualTo(2);
    assertThat(table.reserve(1, 0, 0)).isEqualTo(-SECOND / 10);
    assertThat(takeAll(table, 1, SECOND / 10)).isEqualTo(1);
    assertThat(table.keys()).isEqualTo(2);
  }

  @Test
  void callsWithoutAKeyShareOneBucketThatNoKeyPushesOut() {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 1, 0);
    assertThat(takeAll(table, Tokens.NO_KEY, 0)).isEqualTo(2);
    for (long key = 1; key < 1_000; key++) {
      table.reserve(key, 0, 0);
    }
    assertThat(takeAll(table, Tokens.NO_KEY, 0)).isZero();
    table.release(Tokens.NO_KEY, 0);
    assertThat(takeAll(table, Tokens.NO_KEY, 0)).isEqualTo(1);
  }

  /** As long as there is room for all, it is the same as a map of buckets. */
  @Test
  void itAnswersLikeAMapOfBuckets() {
    Random random = new Random(11);
    long start = Long.MAX_VALUE - SECOND;
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 10_000, start);
    Map<Long, Gcra> model = new HashMap<>();
    long[] keys = new SplittableRandom(3).longs(200).toArray();
    long now = start;
    for (int i = 0; i < 50_000; i++) {
      now += random.nextInt(2_000_000);
      long key = keys[random.nextInt(keys.length)];
      Gcra bucket = model.get(key);
      if (bucket == null) {
        bucket = new Gcra(TEN_A_SECOND, start);
        model.put(key, bucket);
      }
      long maxWait = random.nextInt(3) == 0 ? SECOND / 5 : 0;
      long expected = bucket.take(1, now, maxWait);
      assertThat(table.reserve(key, now, maxWait)).isEqualTo(expected);
      if (expected >= 0 && random.nextInt(5) == 0) {
        bucket.giveBack(1, now + expected);
        table.release(key, now + expected);
      }
    }
    assertThat(table.keys()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 31, 100, 1_023, 1_024, 10_000})
  void aMillionKeysTakeNoMoreRoomThanAllowed(int maxKeys) {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, maxKeys, 0);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(table.reserve(random.nextLong() | 1, i, 0)).isZero();
    }
    assertThat(table.keys()).isBetween(maxKeys - 16, maxKeys);
  }

  @Test
  void theBucketNearestToFullMakesRoomAndAForgottenKeyStartsAfresh() {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 2, 0);
    takeAll(table, 1, 0);
    table.reserve(2, 0, 0);
    table.reserve(3, 0, 0);
    assertThat(takeAll(table, 1, 0)).as("has used its whole limit: kept").isZero();
    assertThat(takeAll(table, 3, 0)).isEqualTo(1);
    assertThat(takeAll(table, 2, 0)).as("made room for 3").isEqualTo(2);
    table.release(77, 0);
  }

  @Test
  void whatHasRecoveredIsForgottenFirstAndLosesNothing() {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 16, 0);
    for (long key = 1; key <= 15; key++) {
      takeAll(table, key, SECOND);
    }
    takeAll(table, 99, 0);
    long other = 1_000;
    for (int i = 0; i < 5; i++) {
      table.reserve(other + i, SECOND, 0);
    }
    for (long key = 1; key <= 15; key++) {
      assertThat(takeAll(table, key, SECOND)).as("still empty").isZero();
    }
  }

  /** All keys in one set: the table forgets, and still answers. */
  @Test
  void keysThatMeetInOnePlaceDoNotHurtTheRest() {
    KeyedGcra table = new KeyedGcra(TEN_A_SECOND, 10_000, 0);
    long victim = 0x7fff_ffff_0000_0001L;
    takeAll(table, victim, 0);
    for (long i = 1; i < 10_000; i++) {
      table.reserve(i, 0, 0);
    }
    assertThat(table.keys()).isEqualTo(17);
    assertThat(takeAll(table, victim, 0)).isZero();
  }

  @Test
  void noKeyGetsMoreThanItsRateFromManyThreads() throws Exception {
    KeyedGcra table = new KeyedGcra(new CellRate(1_000, SECOND, 10), 1_000, 0);
    long[] keys = new SplittableRandom(9).longs(8).toArray();
    AtomicLong clock = new AtomicLong();
    List<long[]> results =
        together(
            thread -> {
              Random random = new Random(thread);
              long[] taken = new long[keys.length];
              for (int i = 0; i < 50_000; i++) {
                int which = random.nextInt(keys.length);
                long now = clock.addAndGet(5_000);
                if (table.reserve(keys[which], now, 0) == 0) {
                  if (random.nextInt(10) == 0) {
                    table.release(keys[which], now);
                  } else {
                    taken[which]++;
                  }
                }
              }
              return taken;
            });
    for (int i = 0; i < keys.length; i++) {
      long sum = 0;
      for (long[] one : results) {
        sum += one[i];
      }
      assertThat(sum).as("10 at once and 1000 in the second").isBetween(900L, 1_011L);
    }
  }

  /** Keys come, go and come again under the feet of those who use them. */
  @Test
  void aFloodOfKeysFromManyThreadsStaysBoundedAndEmptyBucketsStayEmpty() throws Exception {
    KeyedGcra table = new KeyedGcra(new CellRate(1, 3_600 * SECOND, 5), 64, 0);
    List<long[]> results =
        together(
            thread -> {
              SplittableRandom random = new SplittableRandom(thread);
              for (int i = 0; i < 200_000; i++) {
                long key = random.nextInt(10) == 0 ? random.nextInt(1, 200) : random.nextLong();
                long wait = table.reserve(key == 0 ? 1 : key, i, 0);
                if (wait > 0) {
                  throw new AssertionError("nobody was ready to wait, and was told " + wait);
                }
              }
              return new long[0];
            });
    assertThat(results).hasSize(4);
    assertThat(table.keys()).isLessThanOrEqualTo(64);
  }

  private interface Body {
    long[] run(int thread);
  }

  private static List<long[]> together(Body body) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<long[]>> futures = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        futures.add(threads.submit(() -> body.run(thread)));
      }
      List<long[]> results = new ArrayList<>();
      for (Future<long[]> future : futures) {
        results.add(future.get(50, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
