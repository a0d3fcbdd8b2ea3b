// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What went wrong in other circuit breakers; the numbers are those of their issue trackers. Of the
 * twenty lessons: half-open that sticks is the second, that admits too many the fourth, comparison
 * at the boundary the fifth, no half-open at all the sixth.
 */
class CircuitBreakerLessonsTest {
  /** resilience4j 544, 903, 935, 2028; Sentinel 3363. */
  @Test
  @Tag("lesson-2")
  void halfOpenDoesNotStickWhenProbesAreNeverEnded() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.halfOpenCalls = 3;
                  s.leaseNanos = 2 * SECOND;
                })
            .openAndWait();
    for (int i = 0; i < 3; i++) {
      b.permit();
    }
    b.pass(2 * SECOND - 1);
    assertThat(b.refuses()).isTrue();
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    b.pass(1);
    assertThat(b.refuses()).isTrue();
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
    b.pass(b.longestWait(1)).succeed(3);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** As above, where the lost probes are too few to tip the balance. */
  @Test
  @Tag("lesson-2")
  void oneLostProbeAmongGoodOnesDoesNotKeepItFromClosing() {
    Breakers b = Breakers.with(s -> s.leaseNanos = SECOND).openAndWait();
    b.permit();
    b.succeed(4);
    assertThat(b.refuses()).isTrue();
    b.pass(SECOND);
    assertThat(b.refuses()).isFalse();
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** Sentinel 1638: a later rule refused the probe, and the breaker waited for it for ever. */
  @Test
  @Tag("lesson-2")
  void aProbeThatALaterGuardRefusedIsGivenToAnotherCall() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 1).openAndWait();
    for (int i = 0; i < 50; i++) {
      b.permit().end(Outcome.UNUSED, b.now, b.now);
    }
    b.succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** resilience4j 1090, 1432; OpenLiberty 7080; SmallRye 323; Failsafe 44, 135. */
  @Test
  @Tag("lesson-4")
  void halfOpenAdmitsNoMoreThanItsProbesAndRefusesTheRest() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 3).openAndWait();
    List<Permit> probes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      probes.add(b.permit());
    }
    assertThat(b.refuses()).isTrue();
    probes.get(0).end(Outcome.SUCCESS, b.now, b.now);
    assertThat(b.refuses()).as("a finished probe makes no room").isTrue();
    assertThat(b.acquire().refusal().message(1)).contains("half-open");
  }

  /** None of the others stamps its permits: a call of the past was taken for a probe. */
  @Test
  void aCallThatBeganWhileClosedAndEndsWhileHalfOpenIsNoProbe() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 1);
    Permit old = b.permit();
    b.openAndWait();
    Permit probe = b.permit();
    old.end(Outcome.SUCCESS, 0, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    old.end(Outcome.FAILURE, 0, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    probe.end(Outcome.SUCCESS, b.now, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    for (int i = 0; i < 100; i++) {
      old.end(Outcome.FAILURE, 0, b.now);
    }
    assertThat(b.status()).as("failures of an earlier epoch").isEqualTo(BreakerStatus.CLOSED);
  }

  @Test
  void aProbeOfAnEarlierHalfOpenDoesNotDecideALaterOne() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 2).openAndWait();
    Permit late = b.permit();
    b.fail(1).pass(b.longestWait(1));
    assertThat(b.refuses()).isFalse();
    late.end(Outcome.FAILURE, 0, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
  }

  @Test
  void aProbeEndedTwiceCountsOnce() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 2).openAndWait();
    Permit probe = b.permit();
    probe.end(Outcome.SUCCESS, b.now, b.now);
    probe.end(Outcome.SUCCESS, b.now, b.now);
    probe.end(Outcome.FAILURE, b.now, b.now);
    probe.end(Outcome.IGNORED, b.now, b.now);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    b.succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** Sentinel 1769, 1779: a ratio of 1.0 never opened. */
  @Test
  @Tag("lesson-5")
  void aRateOfAHundredPercentOpensWhenAllCallsFail() {
    Breakers b = Breakers.with(s -> s.failureRate = BreakerSettings.ALL).fail(19);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void aRateOfAHundredPercentStaysClosedWhileOneCallSucceeds() {
    Breakers b = Breakers.with(s -> s.failureRate = BreakerSettings.ALL).succeed(1).fail(1_000);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  @Test
  @Tag("lesson-5")
  void aRateOfOnePercentOpensAtOneInAHundred() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.failureRate = 100;
                  s.minimumCalls = 100;
                })
            .succeed(99)
            .fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
    b =
        Breakers.with(
                s -> {
                  s.failureRate = 100;
                  s.minimumCalls = 100;
                })
            .succeed(100)
            .fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** resilience4j's minimum is cut to the window; a larger one would never be reached. */
  @Test
  void aMinimumAboveTheCountWindowIsTakenAsTheWindow() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.windowCalls = 5;
                  s.minimumCalls = 100;
                })
            .fail(5);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  /** Sentinel's single bucket halves a burst that straddles its edge. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 499, 500, 999, 1_000, 5_500, 9_000})
  void aBurstIsCountedWholeWhereverItMeetsTheWindow(long offsetMillis) {
    Breakers b = Breakers.with(s -> {}).pass(offsetMillis * MS);
    for (int i = 0; i < 20; i++) {
      b.fail(1).pass(40 * MS);
    }
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  /** Sermant cut milliseconds to whole seconds, so that its default of 100 ms became none. */
  @Test
  void aWindowBelowASecondWorks() {
    Breakers b =
        Breakers.with(
            s -> {
              s.windowNanos = 100 * MS;
              s.minimumCalls = 5;
            });
    b.fail(4).pass(101 * MS).fail(4);
    assertThat(b.status()).as("forgotten after 100 ms").isEqualTo(BreakerStatus.CLOSED);
    b.pass(50 * MS).fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  /** Sentinel and concurrency-limits compare with a raw clock, which may be negative. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 3 * SECOND, Long.MAX_VALUE})
  void livesThroughItsCycleWhereverTheClockStands(long start) {
    Breakers b = Breakers.at(start, s -> s.halfOpenCalls = 2);
    b.succeed(5).pass(SECOND).fail(15);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(b.refuses()).isTrue();
    b.pass(b.longestWait(0)).succeed(2);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  @Test
  void aLongPauseForgetsWhatWasBefore() {
    Breakers b = Breakers.with(s -> {}).fail(19).pass(3 * 365 * 24 * 3600 * SECOND).fail(19);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  /** resilience4j 1062: the exception did not name the breaker. */
  @Test
  void theRefusalNamesRuleAndPeer() {
    Breakers b = Breakers.with(s -> {}).fail(20);
    assertThat(b.acquire().refusal().message(SECOND))
        .contains("inventory:8080", "20 of 20 calls failed", "Rule: inventory")
        .contains("next try in 1s", "outrider.rules.inventory.mode=off");
  }

  /** Sentinel 154, 1032: without a half-open state it is no circuit breaker. */
  @Test
  void itIsProbingAndNotClosedOnceTheWaitIsOver() {
    Breakers b = Breakers.with(s -> {}).openAndWait();
    assertThat(b.status()).as("no timer: nothing happens by itself").isEqualTo(BreakerStatus.OPEN);
    b.permit();
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
  }
}
