// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SharesTest {
  private static GuardedCall call(Criticality level) {
    return new GuardedCall() {
      @Override
      public Criticality criticality() {
        return level;
      }

      @Override
      public boolean mayWait() {
        return true;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 80, 60",
    "10, 10, 10, 8, 6",
    "4, 4, 4, 3, 2",
    "2, 2, 2, 1, 1",
    "1, 1, 1, 1, 1",
    "2147483647, 2147483647, 2147483647, 1717986917, 1288490188"
  })
  void eachLevelHasItsShareOfTheLimit(
      int limit, int criticalPlus, int critical, int sheddablePlus, int sheddable) {
    assertThat(Shares.of(limit, Criticality.CRITICAL_PLUS)).isEqualTo(criticalPlus);
    assertThat(Shares.of(limit, Criticality.CRITICAL)).isEqualTo(critical);
    assertThat(Shares.of(limit, Criticality.SHEDDABLE_PLUS)).isEqualTo(sheddablePlus);
    assertThat(Shares.of(limit, Criticality.SHEDDABLE)).isEqualTo(sheddable);
  }

  @Test
  @Tag("lesson-17")
  void onAServerWhatMattersLessLeavesRoomForWhatMattersMore() {
    Bulkhead bulkhead = new Waits(CallKind.HTTP_SERVER, 10, Waiting.NONE).bulkhead;
    int admitted = 0;
    while (bulkhead.acquire(call(Criticality.SHEDDABLE), 0).permit() != null) {
      admitted++;
    }
    assertThat(admitted).isEqualTo(6);
    assertThat(bulkhead.acquire(call(Criticality.SHEDDABLE), 0).refusal().message(1))
        .contains("sheddable calls may fill 6 of the 10 places of the bulkhead");
    for (Criticality level : new Criticality[] {Criticality.SHEDDABLE_PLUS, Criticality.CRITICAL}) {
      while (bulkhead.acquire(call(level), 0).permit() != null) {
        admitted++;
      }
    }
    assertThat(admitted).as("all levels together: concurrency-limits #234").isEqualTo(10);
  }

  @Test
  void aServiceWithoutLevelsHasItsWholeLimit() {
    Bulkhead bulkhead = new Waits(CallKind.HTTP_SERVER, 10, Waiting.NONE).bulkhead;
    for (int i = 0; i < 10; i++) {
      assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    }
  }

  @Test
  void whatCanBeShedNeverWaitsOnAServer() {
    Waits waits = new Waits(CallKind.HTTP_SERVER, 1, new Waiting(5, 1_000 * Waits.MS)).fill();
    assertThat(waits.bulkhead.acquire(call(Criticality.SHEDDABLE_PLUS), 0).refusal()).isNotNull();
    assertThat(waits.bulkhead.queued()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Criticality.class)
  void aClientGivesAllLevelsTheSame(Criticality level) {
    Bulkhead bulkhead = new Waits(CallKind.HTTP_CLIENT, 3, Waiting.NONE).bulkhead;
    for (int i = 0; i < 3; i++) {
      assertThat(bulkhead.acquire(call(level), 0).permit()).isNotNull();
    }
  }
}
