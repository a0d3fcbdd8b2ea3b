// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import static io.outrider.agent.log.LogLimit.MINUTE_NANOS;
import static io.outrider.agent.log.LogLimit.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final LogLimit limit = new LogLimit();

  @Test
  void letsOneMessageOfAKindThroughAMinuteAndSaysHowManyItHeldBack() {
    assertThat(limit.admit("a", 0, false)).isZero();
    assertThat(limit.admit("a", 1, false)).isEqualTo(REFUSED);
    assertThat(limit.admit("a", MINUTE_NANOS - 1, false)).isEqualTo(REFUSED);
    assertThat(limit.admit("a", MINUTE_NANOS, false)).isEqualTo(2);
    assertThat(limit.admit("a", 2 * MINUTE_NANOS, false)).isZero();
  }

  @Test
  void limitsEachKindOnItsOwn() {
    assertThat(limit.admit("a", 0, false)).isZero();
    assertThat(limit.admit("b", 0, false)).isZero();
  }

  @Test
  void worksWhereTheClockIsNegative() {
    assertThat(limit.admit("a", -5, false)).isZero();
    assertThat(limit.admit("a", 5, false)).isEqualTo(REFUSED);
    assertThat(limit.admit("a", MINUTE_NANOS, false)).isEqualTo(1);
  }

  @Test
  void limitsAllKindsTogether() {
    for (int i = 0; i < LogLimit.MESSAGES_A_MINUTE; i++) {
      assertThat(limit.admit("kind" + i, i, false)).isZero();
    }
    assertThat(limit.admit("one more", 1000, false)).isEqualTo(REFUSED);
    assertThat(limit.admit(null, 1000, false)).isEqualTo(REFUSED);
    assertThat(limit.admit("next minute", MINUTE_NANOS, false)).isEqualTo(2);
  }

  @Test
  void sharesOneLimitAmongTheKindsPastItsBound() {
    for (int i = 0; i < LogLimit.KINDS; i++) {
      limit.admit("kind" + i, i * MINUTE_NANOS, false);
    }
    long later = LogLimit.KINDS * MINUTE_NANOS;
    assertThat(limit.admit("new", later, false)).isNotEqualTo(REFUSED);
    assertThat(limit.admit("newer", later, false)).isEqualTo(REFUSED);
  }

  @Test
  void doesNotLimitDebugByKind() {
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.admit(null, i, true)).isZero();
    }
  }
}
