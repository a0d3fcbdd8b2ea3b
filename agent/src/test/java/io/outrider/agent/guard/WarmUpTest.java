// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WarmUpTest {
  private static RateLimitSettings settings(int rate, int burst, long warmUp) {
    return new RateLimitSettings(rate, SECOND, burst, null, 1, 0, warmUp);
  }

  /** Calls made from one moment until another by somebody who always asks again as told. */
  private static int eager(Tokens tokens, long from, long until) {
    int made = 0;
    long now = from;
    while (until - now > 0) {
      long wait = tokens.reserve(Tokens.NO_KEY, now, 0);
      if (wait == 0) {
        made++;
      } else {
        assertThat(wait).isNegative();
        assertThat(tokens.reserve(Tokens.NO_KEY, now - wait - 1, 0)).as("too early").isNegative();
        now -= wait;
      }
    }
    return made;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - SECOND, -1})
  void theRateRisesEvenlyFromAThirdToTheWhole(long start) {
    Tokens tokens = settings(1_000, 1, 10 * SECOND).newTokens(start, null);
    int[] expected = {367, 433, 500, 567, 633, 700, 767, 833, 900, 967, 1_000, 1_000};
    for (int second = 0; second < expected.length; second++) {
      int made = eager(tokens, start + second * SECOND, start + (second + 1) * SECOND);
      assertThat(made).as("second " + second).isBetween(expected[second] - 3, expected[second] + 2);
    }
  }

  @Test
  void theBurstBeginsAtAThirdAndTheBucketFillsAsEver() {
    Tokens tokens = settings(100, 30, 10 * SECOND).newTokens(0, null);
    int taken = 0;
    while (tokens.reserve(Tokens.NO_KEY, 0, 0) == 0) {
      taken++;
    }
    assertThat(taken).isEqualTo(10);
    assertThat(eager(tokens, 9 * SECOND, 9 * SECOND + 1)).as("idle meanwhile").isEqualTo(30);
  }

  @Test
  void itBeginsWithTheFirstCallAndAPauseDoesNotStartItAgain() {
    Tokens tokens = settings(1_000, 1, 10 * SECOND).newTokens(0, null);
    long first = 3_600 * SECOND;
    assertThat(eager(tokens, first, first + SECOND)).isBetween(364, 369);
    long later = first + 3_600 * SECOND;
    assertThat(eager(tokens, later, later + SECOND)).isBetween(999, 1_001);
  }

  @Test
  void aChangeOfTheRateDoesNotMakeColdAgain() {
    Tokens tokens = settings(1_000, 1, 10 * SECOND).newTokens(0, null);
    eager(tokens, 0, 1);
    Tokens next = settings(2_000, 1, 10 * SECOND).newTokens(20 * SECOND, tokens);
    assertThat(eager(next, 20 * SECOND, 21 * SECOND)).isBetween(1_999, 2_001);
    Tokens neverUsed = settings(1_000, 1, 10 * SECOND).newTokens(0, null);
    Tokens first = settings(2_000, 1, 10 * SECOND).newTokens(20 * SECOND, neverUsed);
    assertThat(eager(first, 20 * SECOND, 21 * SECOND)).isBetween(728, 738);
  }

  @Test
  void turnsAreExactWhileItWarmsUp() {
    Tokens tokens = settings(10, 1, 10 * SECOND).newTokens(0, null);
    assertThat(tokens.reserve(Tokens.NO_KEY, 0, SECOND)).isZero();
    long second = tokens.reserve(Tokens.NO_KEY, 0, SECOND);
    long third = tokens.reserve(Tokens.NO_KEY, 0, SECOND);
    assertThat(second).as("nearly three intervals").isBetween(285 * MS, 300 * MS);
    assertThat(third - second).as("a little less").isBetween(265 * MS, second - MS);
    assertThat(tokens.reserve(Tokens.NO_KEY, 0, 600 * MS)).isNegative();
    tokens.release(Tokens.NO_KEY, third);
    assertThat(tokens.reserve(Tokens.NO_KEY, 0, SECOND)).isEqualTo(third);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 1_000, SECOND, 7 * SECOND + 13, 3_600 * SECOND})
  void theTwoClocksAgree(long span) {
    WarmUp ramp = new WarmUp(span, new Gcra(1, 1, 1, 0), null);
    Random random = new Random(span);
    for (int i = 0; i < 10_000; i++) {
      long slow = random.nextLong(span + 10);
      long real = ramp.real(slow);
      assertThat(ramp.slow(real)).isGreaterThanOrEqualTo(slow);
      assertThat(real == 0 || ramp.slow(real - 1) < slow).isTrue();
    }
    assertThat(ramp.slow(0)).isZero();
    assertThat(ramp.slow(span + 5) - ramp.slow(span)).isEqualTo(5);
  }

  @Test
  void keysWarmUpTogether() {
    RateLimitSettings keyed =
        new RateLimitSettings(1_000, SECOND, 1, CallKey.parse("address"), 9, 0, 10 * SECOND);
    Tokens tokens = keyed.newTokens(0, null);
    assertThat(tokens.reserve(1, 0, 0)).isZero();
    assertThat(tokens.reserve(1, 0, 0)).isBetween(-3 * MS, -2 * MS);
    assertThat(tokens.reserve(2, 20 * SECOND, 0)).isZero();
    assertThat(tokens.reserve(2, 20 * SECOND, 0)).isEqualTo(-MS);
    assertThat(tokens.keys()).isEqualTo(2);
  }
}
