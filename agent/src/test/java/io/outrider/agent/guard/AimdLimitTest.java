// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AimdLimitTest {
  private static final long MS = 1_000_000L;
  private final long begin = Long.MAX_VALUE - 5;
  private final AimdLimit aimd = new AimdLimit(4, 200, begin);
  private final Places places = new Places(20, null);

  private void ended(Outcome outcome, int inFlight, long startMs, long endMs) {
    aimd.ended(places, outcome, inFlight, begin + startMs * MS, begin + endMs * MS);
  }

  @Test
  void aRoundOfGoodCallsAddsOne() {
    for (int i = 0; i < 19; i++) {
      ended(Outcome.SUCCESS, 10, 0, 10);
    }
    assertThat(places.limit()).isEqualTo(20);
    ended(Outcome.SUCCESS, 10, 0, 10);
    assertThat(places.limit()).isEqualTo(21);
  }

  @Test
  @Tag("lesson-17")
  void withoutLoadItStaysWhereItIs() {
    for (int i = 0; i < 10_000; i++) {
      ended(Outcome.SUCCESS, 9, i, i + 10);
    }
    assertThat(places.limit()).as("concurrency-limits #134").isEqualTo(20);
  }

  @Test
  void aTimeoutTakesATenth() {
    ended(Outcome.OVERLOADED, 1, 0, 10);
    assertThat(places.limit()).isEqualTo(18);
    ended(Outcome.TURNED_AWAY, 1, 11, 20);
    assertThat(places.limit()).isEqualTo(16);
  }

  @Test
  void callsOfTheSameRoundLowerItOnce() {
    for (int i = 0; i < 100; i++) {
      ended(Outcome.OVERLOADED, 20, 0, 10 + i);
    }
    assertThat(places.limit()).isEqualTo(18);
    ended(Outcome.OVERLOADED, 20, 10, 200);
    assertThat(places.limit()).as("begun when it was lowered").isEqualTo(16);
  }

  @Test
  void otherOutcomesDoNotMoveIt() {
    for (int i = 0; i < 1_000; i++) {
      ended(Outcome.FAILURE, 20, i, i + 10);
      ended(Outcome.IGNORED, 20, i, i + 10);
    }
    assertThat(places.limit()).isEqualTo(20);
  }

  @Test
  void itKeepsToItsBounds() {
    for (int i = 0; i < 100; i++) {
      ended(Outcome.OVERLOADED, 20, i * 10, i * 10 + 5);
    }
    assertThat(places.limit()).isEqualTo(4);
    for (int i = 0; i < 100_000; i++) {
      ended(Outcome.SUCCESS, 200, i, i);
    }
    assertThat(places.limit()).isEqualTo(200);
  }

  /** A peer that turns away what is beyond its capacity. */
  @Test
  void itSettlesBelowWhatThePeerBears() {
    int capacity = 60;
    int lowest = Integer.MAX_VALUE;
    int highest = 0;
    for (int round = 0; round < 2_000; round++) {
      int limit = places.limit();
      for (int call = 0; call < limit; call++) {
        Outcome outcome = call < capacity ? Outcome.SUCCESS : Outcome.TURNED_AWAY;
        ended(outcome, limit, round * 10, round * 10 + 9);
      }
      if (round > 200) {
        lowest = Math.min(lowest, places.limit());
        highest = Math.max(highest, places.limit());
      }
    }
    assertThat(lowest).isGreaterThanOrEqualTo(capacity * 8 / 10);
    assertThat(highest).isLessThanOrEqualTo(capacity + 1);
  }
}
