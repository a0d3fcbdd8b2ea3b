// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureWindowTest {
  private static final long GOOD = Counts.of(false, false);
  private static final long BAD = Counts.of(true, false);

  @Test
  void packedCountsKeepTheirFieldsApart() {
    long packed = 3 * Counts.of(false, false) + 2 * Counts.of(true, false) + Counts.of(true, true);
    assertThat(Counts.calls(packed)).isEqualTo(6);
    assertThat(Counts.failures(packed)).isEqualTo(3);
    assertThat(Counts.slows(packed)).isEqualTo(1);
    long full = Counts.pack(Counts.FIELD_MAX, Counts.FIELD_MAX, Counts.FIELD_MAX);
    assertThat(full).isPositive();
    assertThat(Counts.calls(full)).isEqualTo(Counts.FIELD_MAX);
    assertThat(Counts.failures(full)).isEqualTo(Counts.FIELD_MAX);
    assertThat(Counts.slows(full)).isEqualTo(Counts.FIELD_MAX);
    assertThat(Counts.half(Counts.pack(9, 5, 1))).isEqualTo(Counts.pack(4, 2, 0));
  }

  @Test
  void fieldsThatAreBelowZeroForAMomentReadAsZero() {
    for (int calls = -3; calls <= 3; calls++) {
      for (int failures = -3; failures <= 3; failures++) {
        for (int slows = -3; slows <= 3; slows++) {
          assertThat(Counts.atLeastZero(Counts.pack(calls, failures, slows)))
              .isEqualTo(
                  Counts.pack(Math.max(0, calls), Math.max(0, failures), Math.max(0, slows)));
        }
      }
    }
  }

  @Test
  void theOldestBucketGoesWhenTheWindowHasPassedExactly() {
    TimeWindow window = new TimeWindow(10 * SECOND, 20, 0);
    window.record(BAD, 0);
    assertThat(window.totals(10 * SECOND - 1)).isEqualTo(BAD);
    assertThat(window.totals(10 * SECOND)).isZero();
  }

  @Test
  void aCallAtTheEndOfItsBucketIsForgottenAfterNineTenthsOfTheWindow() {
    TimeWindow window = new TimeWindow(10 * SECOND, 20, 0);
    window.record(BAD, SECOND - 1);
    assertThat(window.totals(10 * SECOND - 1)).isEqualTo(BAD);
    assertThat(window.totals(10 * SECOND)).isZero();
  }

  @Test
  void aCallOlderThanTheWindowIsNotCounted() {
    TimeWindow window = new TimeWindow(10 * SECOND, 20, 0);
    window.record(GOOD, 15 * SECOND);
    assertThat(window.record(BAD, 5 * SECOND)).isEqualTo(FailureWindow.NOTHING_TO_JUDGE);
    assertThat(window.totals(15 * SECOND)).isEqualTo(GOOD);
  }

  @Test
  void aCallThatEndedBeforeTheWindowBeganCountsIntoItsFirstBucket() {
    TimeWindow window = new TimeWindow(10 * SECOND, 20, 0);
    assertThat(window.record(BAD, -5)).isEqualTo(BAD);
  }

  @Test
  void aGoodCallInABusyBucketAsksForNoJudgement() {
    TimeWindow window = new TimeWindow(10 * SECOND, 3, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(window.record(GOOD, 0)).isNotZero();
    }
    assertThat(window.record(GOOD, 0)).isEqualTo(FailureWindow.NOTHING_TO_JUDGE);
    assertThat(Counts.calls(window.record(BAD, 0))).isEqualTo(5);
  }

  @Test
  void aFullBucketKeepsItsRatioAndNoFieldSpills() {
    TimeWindow window = new TimeWindow(10 * SECOND, 20, 0);
    for (int bucket = 0; bucket < 10; bucket++) {
      for (int i = 0; i < 600_000; i++) {
        window.record(i % 2 == 0 ? GOOD : Counts.of(true, true), bucket * SECOND);
      }
    }
    long totals = window.totals(9 * SECOND);
    int calls = Counts.calls(totals);
    assertThat(calls).isBetween(1_000_000, Counts.FIELD_MAX);
    assertThat((double) Counts.failures(totals) / calls).isBetween(0.49, 0.51);
    assertThat(Counts.slows(totals)).isEqualTo(Counts.failures(totals));
  }

  /** Against a list of everything that happened. */
  @ParameterizedTest
  @ValueSource(longs = {0, -7 * SECOND, Long.MAX_VALUE - 20 * SECOND, Long.MIN_VALUE})
  void theTimeWindowCountsWhatAListOfAllCallsCounts(long base) {
    Random random = new Random(base);
    TimeWindow window = new TimeWindow(10 * SECOND, 1, base);
    ArrayDeque<long[]> all = new ArrayDeque<>();
    long elapsed = 0;
    for (int i = 0; i < 5_000; i++) {
      elapsed += random.nextInt(10) == 0 ? random.nextLong(15 * SECOND) : random.nextLong(SECOND);
      long call = Counts.of(random.nextInt(3) == 0, random.nextInt(4) == 0);
      window.record(call, base + elapsed);
      all.add(new long[] {elapsed / SECOND, call});
      long oldest = elapsed / SECOND - 9;
      all.removeIf(one -> one[0] < oldest);
      long expected = all.stream().mapToLong(one -> one[1]).sum();
      assertThat(window.totals(base + elapsed)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 100})
  void theCountWindowCountsTheLastCallsExactly(int size) {
    Random random = new Random(size);
    CountWindow window = new CountWindow(size, 1);
    ArrayDeque<Long> last = new ArrayDeque<>();
    for (int i = 0; i < 2_000; i++) {
      long call = Counts.of(random.nextInt(3) == 0, random.nextInt(4) == 0);
      window.record(call, 0);
      last.add(call);
      if (last.size() > size) {
        last.remove();
      }
      assertThat(window.totals(0)).isEqualTo(last.stream().mapToLong(Long::longValue).sum());
    }
  }
}
