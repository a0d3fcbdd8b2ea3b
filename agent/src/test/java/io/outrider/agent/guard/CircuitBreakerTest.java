// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  @Test
  void opensWhenTheFailureRateIsReached() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 10).succeed(5).fail(4);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(b.refuses()).isTrue();
  }

  @Test
  void staysClosedBelowTheMinimumNumberOfCalls() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 10).fail(9);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  @Test
  void opensOnASuccessThatMakesTheNumberOfCallsSufficient() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 10).fail(9).succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void opensOnASuccessThatMakesTheNumberSufficientInACountWindow() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.windowCalls = 10;
                  s.minimumCalls = 10;
                })
            .fail(9)
            .succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void opensWhenTheSlowCallRateIsReached() {
    Breakers b =
        Breakers.with(
            s -> {
              s.minimumCalls = 4;
              s.slowCallNanos = 100 * MS;
              s.slowCallRate = 5_000;
            });
    b.call(Outcome.SUCCESS, 100 * MS - 1).call(Outcome.SUCCESS, 0).call(Outcome.SUCCESS, 100 * MS);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.call(Outcome.SUCCESS, 100 * MS);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void ignoredAndUnusedCallsCountNeitherWay() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 2).fail(1);
    for (int i = 0; i < 100; i++) {
      b.call(Outcome.IGNORED, SECOND / 1000).call(Outcome.UNUSED, 0);
    }
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void closesWhenAllProbesWereAnswered() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 3).openAndWait().succeed(2);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    b.succeed(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
    assertThat(b.transitions)
        .containsExactly("closed -> open", "open -> half-open", "half-open -> closed");
  }

  @Test
  void reopensAsSoonAsTheOutcomeOfTheProbesIsCertain() {
    Breakers b = Breakers.with(s -> s.halfOpenCalls = 4).openAndWait().fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.HALF_OPEN);
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void slowProbesReopenIt() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.halfOpenCalls = 2;
                  s.slowCallNanos = MS;
                  s.slowCallRate = 10_000;
                  s.leaseNanos = SECOND;
                })
            .openAndWait();
    b.call(Outcome.SUCCESS, MS).call(Outcome.SUCCESS, MS);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  void startsAFreshWindowWhenItCloses() {
    Breakers b =
        Breakers.with(
                s -> {
                  s.minimumCalls = 5;
                  s.halfOpenCalls = 1;
                  s.waitOpenNanos = 10 * MS;
                })
            .openAndWait()
            .succeed(1)
            .fail(4);
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  @Test
  void theWaitDoublesWithEveryFailedProbingUpToItsCapAndStartsAnewOnceClosed() {
    Breakers b =
        Breakers.with(
            s -> {
              s.halfOpenCalls = 1;
              s.waitOpenNanos = SECOND;
              s.waitOpenMaxNanos = 3 * SECOND;
            });
    b.openAndWait();
    long[] expected = {2 * SECOND, 3 * SECOND, 3 * SECOND};
    for (long wait : expected) {
      b.fail(1);
      assertThat(b.acquire().refusal().retryAfterNanos(b.now))
          .isBetween((long) (wait * 0.8), (long) (wait * 1.2));
      b.pass((long) (wait * 0.8) - 1);
      assertThat(b.refuses()).isTrue();
      b.pass((long) (wait * 0.4) + 2);
    }
    b.succeed(1).openAndWait();
    assertThat(b.transitions).endsWith("half-open -> closed", "closed -> open");
    assertThat(b.refuses()).isFalse();
  }

  @Test
  void theWaitIsSpreadByAFifthAndNeverOverflows() {
    BreakerSettings settings = Breakers.settings(s -> s.waitOpenNanos = SECOND);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long random = -500; random < 500; random++) {
      long wait = settings.waitNanos(0, random);
      least = Math.min(least, wait);
      most = Math.max(most, wait);
    }
    assertThat(least).isBetween((long) (0.8 * SECOND), (long) (0.82 * SECOND));
    assertThat(most).isBetween((long) (1.18 * SECOND), (long) (1.2 * SECOND));
    assertThat(settings.waitNanos(Integer.MAX_VALUE, 0)).isLessThanOrEqualTo(360 * SECOND);
    BreakerSettings longest =
        Breakers.settings(s -> s.waitOpenNanos = s.waitOpenMaxNanos = Long.MAX_VALUE / 2);
    assertThat(longest.waitNanos(40, 7)).isPositive();
  }

  @Test
  void aRefusalSaysWhenToComeBack() {
    Breakers b = Breakers.with(s -> s.waitOpenNanos = 10 * SECOND).fail(20);
    Refusal refusal = b.acquire().refusal();
    long after = refusal.retryAfterNanos(b.now);
    assertThat(after).isBetween(8 * SECOND, 12 * SECOND);
    assertThat(refusal.retryAfterNanos(b.now + SECOND)).isEqualTo(after - SECOND);
    assertThat(refusal.retryAfterNanos(b.now + 100 * SECOND)).isEqualTo(1);
    b.pass(after - 1);
    assertThat(b.refuses()).isTrue();
    b.pass(1);
    assertThat(b.refuses()).isFalse();
  }

  @Test
  void refusingManyCallsTakesOneRefusal() {
    Breakers b = Breakers.with(s -> {}).fail(20);
    assertThat(b.acquire()).isSameAs(b.acquire());
  }

  @Test
  void aThreadWhoseClockWasReadBeforeItOpenedIsRefused() {
    Breakers b = Breakers.with(s -> {}).pass(SECOND).fail(20);
    assertThat(b.breaker.acquire(GuardedCall.UNKNOWN, b.now - SECOND).refusal()).isNotNull();
  }

  @Test
  void thresholdsChangeUnderARunningBreaker() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 10).succeed(8).fail(2);
    assertThat(b.breaker.adopt(Breakers.settings(s -> withRate(s, 2_500)))).isTrue();
    b.fail(1);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(b.breaker.adopt(Breakers.settings(s -> s.windowCalls = 10))).isFalse();
  }

  private static void withRate(BreakerSettings.Builder s, int rate) {
    s.minimumCalls = 10;
    s.failureRate = rate;
  }

  @Test
  void anErrorInTelemetryOrLogHurtsNobody() {
    List<String> lines = new ArrayList<>();
    CircuitBreaker breaker =
        new CircuitBreaker(
            "r",
            Breakers.settings(s -> s.minimumCalls = 1),
            "p",
            (rule, peer, from, to) -> {
              throw new IllegalStateException("telemetry");
            },
            new GuardLog(
                line -> {
                  lines.add(line);
                  throw new IllegalStateException("log");
                },
                () -> 0),
            0);
    breaker.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.FAILURE, 0, 1);
    assertThat(breaker.status()).isEqualTo(BreakerStatus.OPEN);
    assertThat(lines).hasSize(2);
  }

  @Test
  void aTransitionIsOneLineThatNamesTheRuleAndHowToTurnItOff() {
    Breakers b = Breakers.with(s -> {}).succeed(8).fail(12);
    assertThat(b.lines).hasSize(1);
    assertThat(b.lines.get(0))
        .contains("inventory:8080 is open", "12 of 20 calls failed", "Rule: inventory")
        .contains("outrider.rules.inventory.mode=off");
  }

  @Test
  void aBreakerThatFlapsLogsTenLinesAMinuteAndSaysHowManyItDidNot() {
    Breakers b =
        Breakers.with(
            s -> {
              s.minimumCalls = 1;
              s.halfOpenCalls = 1;
              s.waitOpenNanos = MS;
            });
    for (int i = 0; i < 10; i++) {
      b.openAndWait().succeed(1);
    }
    assertThat(b.transitions).hasSize(30);
    assertThat(b.lines).hasSize(10);
    b.pass(60 * SECOND).fail(1);
    assertThat(b.lines).hasSize(11);
    assertThat(b.lines.get(10)).contains("20 changes before this were not logged");
  }
}
