// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HysteresisTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void isOnAboveTheThresholdAndOffBelowNineTenthsOfIt() {
    Hysteresis hysteresis = new Hysteresis(0.5);
    assertThat(hysteresis.on(0.5, 0)).isFalse();
    assertThat(hysteresis.on(0.51, 0)).isTrue();
    assertThat(hysteresis.on(0.45, 1)).isTrue();
    assertThat(hysteresis.on(0.449, 2)).isFalse();
    assertThat(hysteresis.on(0.49, 3)).isFalse();
    assertThat(hysteresis.on(0.6, 4)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3, Long.MIN_VALUE, -1})
  void isOffWhenTheThresholdWasNotExceededForFiveSeconds(long start) {
    Hysteresis hysteresis = new Hysteresis(0);
    assertThat(hysteresis.on(1, start)).isTrue();
    assertThat(hysteresis.on(0, start + 5 * SECOND - 1)).isTrue();
    assertThat(hysteresis.on(1, start + 6 * SECOND)).isTrue();
    assertThat(hysteresis.on(0, start + 10 * SECOND)).isTrue();
    assertThat(hysteresis.on(0, start + 11 * SECOND)).isFalse();
  }

  @Test
  void doesNotFlapWhileTheValueSwingsAboutTheThreshold() {
    Hysteresis hysteresis = new Hysteresis(0.85);
    int changes = 0;
    boolean on = false;
    for (int i = 0; i < 1_000; i++) {
      boolean next = hysteresis.on(0.85 + 0.04 * Math.sin(i), i * SECOND / 4);
      changes += next == on ? 0 : 1;
      on = next;
    }
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void aThresholdOfAllIsNeverExceeded() {
    assertThat(new Hysteresis(1).on(1, 0)).isFalse();
  }
}
