// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limiter before a simulated server: as many workers, and calls beyond them queue up. */
class GradientLimitTest {
  private static final long SECOND = GradientLimit.WINDOW_NANOS;

  private final Random random = new Random(11);
  private final Places places = new Places(20, null);
  private long now = Long.MAX_VALUE - 4 * SECOND;
  private GradientLimit gradient = new GradientLimit(20, 4, 200, now);

  /** What calls take while no more are under way than there are workers. */
  private double seconds = 0.020;

  private int workers = 50;

  /** How many calls the clients would make at once. */
  private int demand = 1_000;

  private double dropped;
  private double spread = 0.1;

  private double call() {
    double queueing = Math.max(1.0, (double) Math.min(demand, places.limit()) / workers);
    return seconds * queueing * (1 + spread * (random.nextDouble() - 0.5));
  }

  private void windows(int count) {
    for (int w = 0; w < count; w++) {
      int calls = 40;
      for (int i = 0; i < calls; i++) {
        now += SECOND / (calls - 1);
        Outcome outcome = random.nextDouble() < dropped ? Outcome.OVERLOADED : Outcome.SUCCESS;
        ended(outcome, (long) (call() * SECOND));
      }
    }
  }

  private void ended(Outcome outcome, long nanos) {
    gradient.ended(places, outcome, Math.min(demand, places.limit()), now - nanos, now);
  }

  @Test
  void theLimitComesToRestNearTheKnee() {
    windows(200);
    assertThat(places.limit()).isBetween(50, 85);
    int before = places.limit();
    windows(3_600);
    assertThat(places.limit()).as("an hour later").isBetween(before - 12, before + 12);
  }

  @Test
  void itFindsASmallKneeFromAbove() {
    workers = 8;
    demand = 5;
    windows(20);
    demand = 1_000;
    windows(100);
    assertThat(places.limit()).isBetween(8, 14);
  }

  @Test
  @Tag("lesson-17")
  void withoutLoadItDoesNotDrift() {
    demand = 3;
    windows(2_000);
    assertThat(places.limit()).as("concurrency-limits #134").isEqualTo(20);
  }

  @Test
  @Tag("lesson-17")
  void aGradientBelowOneNeverLetsItRise() {
    windows(100);
    int before = places.limit();
    for (int w = 0; w < 2_000; w++) {
      seconds = 0.020;
      workers = 30;
      windows(1);
      assertThat(places.limit()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  @Tag("lesson-17")
  void itRecoversWhenThePeerHasBecomeSlower() {
    windows(100);
    int before = places.limit();
    seconds = 0.080;
    windows(60);
    assertThat(places.limit()).as("concurrency-limits #165").isGreaterThan(before / 2);
    windows(120);
    assertThat(places.limit()).isBetween(45, 110);
  }

  @Test
  void itNoticesWhenThePeerIsFastAgain() {
    seconds = 0.200;
    windows(100);
    seconds = 0.010;
    windows(400);
    assertThat(places.limit()).isBetween(50, 100);
  }

  @Test
  void afterAnOverloadOfThePeerItFollowsTheNewKnee() {
    windows(150);
    workers = 10;
    seconds = 0.020;
    windows(150);
    assertThat(places.limit()).isBetween(10, 30);
    workers = 50;
    windows(300);
    assertThat(places.limit()).isBetween(50, 90);
  }

  @Test
  @Tag("lesson-17")
  void endpointsOfDifferentLengthsDoNotStarveIt() {
    spread = 1.9;
    windows(300);
    assertThat(places.limit()).isBetween(35, 110);
  }

  @Test
  @Tag("lesson-17")
  void droppedCallsLowerItThoughTheyAreNoSamples() {
    demand = 40;
    windows(30);
    int before = places.limit();
    dropped = 0.3;
    windows(5);
    assertThat(places.limit()).as("concurrency-limits #176").isLessThan(before * 7 / 10);
    windows(200);
    assertThat(places.limit()).isEqualTo(4);
    dropped = 0;
    windows(60);
    assertThat(places.limit()).as("and it comes back").isGreaterThan(30);
  }

  @Test
  void aWindowOfNothingButDropsCounts() {
    for (int i = 0; i < 30; i++) {
      now += SECOND / 10;
      ended(Outcome.OVERLOADED, SECOND);
    }
    assertThat(places.limit()).isLessThan(20);
  }

  @Test
  @Tag("lesson-17")
  void whatSaysNothingAboutLatencyIsNoSample() {
    windows(30);
    int before = places.limit();
    for (int i = 0; i < 10_000; i++) {
      now += SECOND / 100;
      ended(Outcome.FAILURE, SECOND);
      ended(Outcome.IGNORED, 10 * SECOND);
      ended(Outcome.SUCCESS, GradientLimit.SHORTEST_NANOS - 1);
    }
    assertThat(places.limit()).isEqualTo(before);
  }

  @Test
  void tenCallsAreNeededHoweverLongTheyTakeToCome() {
    for (int i = 0; i < 9; i++) {
      now += 10 * SECOND;
      ended(Outcome.SUCCESS, SECOND / 100);
    }
    assertThat(places.limit()).isEqualTo(20);
  }

  @Test
  void atTheLowestLimitLatencyIsTakenAsItIs() {
    demand = 2;
    windows(20);
    demand = 1_000;
    workers = 2;
    windows(300);
    assertThat(places.limit()).isBetween(4, 8);
  }

  @Test
  void itNeverLeavesItsBounds() {
    Random chaos = new Random(5);
    gradient = new GradientLimit(20, 10, 30, now);
    places.limit(20);
    for (int i = 0; i < 500; i++) {
      seconds = Math.pow(10, -4 + 5 * chaos.nextDouble());
      workers = 1 + chaos.nextInt(100);
      demand = 1 + chaos.nextInt(200);
      dropped = chaos.nextInt(4) == 0 ? chaos.nextDouble() : 0;
      windows(1);
      assertThat(places.limit()).isBetween(10, 30);
    }
  }

  @Test
  void aFloodOfCallsDoesNotOverflowTheWindow() {
    demand = 10;
    for (int i = 0; i < 3 * SampleWindow.MAX_CALLS; i++) {
      ended(Outcome.SUCCESS, 60 * SECOND);
    }
    assertThat(places.limit()).isBetween(4, 30);
    SampleWindow window = new SampleWindow(0);
    for (int i = 0; i < SampleWindow.MAX_CALLS; i++) {
      window.add(Long.MAX_VALUE);
    }
    assertThat(window.calls()).isEqualTo(SampleWindow.MAX_CALLS);
    assertThat(window.averageMicros()).isEqualTo(1L << 26);
  }
}
