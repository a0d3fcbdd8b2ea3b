// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassWindowTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private long now;
  private PassWindow window = new PassWindow(0);

  private void second(int passes, long millis) {
    for (int i = 0; i < passes; i++) {
      window.add(millis * MS, now);
    }
    now += SECOND;
  }

  @Test
  void nothingIsKnownBeforeASecondIsOver() {
    assertThat(window.limit(now)).isNegative();
    window.add(100 * MS, now);
    assertThat(window.limit(now)).isNegative();
    assertThat(window.limit(now + SECOND)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 2, Long.MIN_VALUE, -1})
  void theMostPassesTimesTheShortestMeanTimeIsTheLimit(long base) {
    now = base;
    window = new PassWindow(base);
    second(100, 20);
    second(200, 50);
    second(50, 400);
    assertThat(window.limit(now)).isEqualTo(200 * 0.020, within(1e-9));
  }

  @Test
  void aQuickRouteAmongSlowOnesDoesNotMakeThemAllLookQuick() {
    for (int i = 0; i < 100; i++) {
      window.add(100_000, now);
      window.add(100 * MS, now);
    }
    assertThat(window.limit(now + SECOND)).isEqualTo(200 * 0.05005, within(1e-9));
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    second(1_000, 10);
    for (int i = 0; i < 8; i++) {
      second(1, 10);
    }
    assertThat(window.limit(now)).isEqualTo(10, within(1e-9));
    second(1, 10);
    assertThat(window.limit(now)).isEqualTo(0.01, within(1e-9));
    assertThat(window.limit(now + 3_600 * SECOND)).as("after a long pause").isNegative();
  }

  @Test
  void aPauseOfMoreThanTheWindowClearsItAtOnce() {
    second(1_000, 10);
    now += 100 * SECOND;
    second(5, 10);
    assertThat(window.limit(now)).isEqualTo(0.05, within(1e-9));
  }

  @Test
  void requestsThatTakeForEverDoNotDrownTheOthers() {
    window.add(3_600 * SECOND, now);
    window.add(10 * MS, now);
    assertThat(window.limit(now + SECOND)).isLessThanOrEqualTo(2 * 5.006);
  }

  @Test
  void aBucketThatIsFullKeepsItsMean() {
    for (int i = 0; i < 1_100_000; i++) {
      window.add(2 * MS, now);
    }
    assertThat(window.limit(now + SECOND)).isBetween(2_000.0, 2_100.0);
  }

  @Test
  void isNeverMoreThanWhatPassedTimesTheLongestTime() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      window = new PassWindow(now);
      long most = 0;
      long longest = 0;
      for (int i = 0; i < 9; i++) {
        int passes = random.nextInt(50);
        long millis = 1 + random.nextInt(1_000);
        most = Math.max(most, passes);
        longest = Math.max(longest, millis);
        second(passes, millis);
      }
      double limit = window.limit(now);
      if (most == 0) {
        assertThat(limit).isNegative();
      } else {
        assertThat(limit).isPositive().isLessThanOrEqualTo(most * longest / 1_000.0 + 1e-6);
      }
    }
  }
}
