// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitLineTest {
  private static final long MS = 1_000_000L;
  private final WaitLine line = new WaitLine();

  private Waiter join(long nanos) {
    Waiter waiter = new Waiter(null, nanos);
    line.push(waiter);
    return waiter;
  }

  @Test
  void theNewestGoesFirst() {
    Waiter first = join(0);
    Waiter second = join(1);
    assertThat(line.pop(Waiter.State.GRANTED)).isSameAs(second);
    assertThat(line.pop(Waiter.State.GRANTED)).isSameAs(first);
    assertThat(line.pop(Waiter.State.GRANTED)).isNull();
    assertThat(line.length()).isZero();
  }

  @Test
  void anyOneMayLeaveInAnyOrder() {
    Random random = new Random(7);
    Deque<Waiter> model = new ArrayDeque<>();
    for (int i = 0; i < 10_000; i++) {
      int what = random.nextInt(4);
      if (what < 2) {
        model.push(join(i));
      } else if (what == 2) {
        assertThat(line.pop(Waiter.State.GRANTED)).isSameAs(model.poll());
      } else if (!model.isEmpty()) {
        Waiter any = (Waiter) model.toArray()[random.nextInt(model.size())];
        model.remove(any);
        line.remove(any, Waiter.State.GONE);
        assertThat(any.state).isEqualTo(Waiter.State.GONE);
      }
      assertThat(line.length()).isEqualTo(model.size());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 50 * MS, -50 * MS})
  void theOldestIsDroppedOnlyWhenTheLineHasStoodAndItHasWaited(long base) {
    Waiter oldest = join(base);
    assertThat(line.dropStarving(MS, base + 100 * MS - 1)).as("not for 100 ms yet").isNull();
    Waiter newer = join(base + 96 * MS);
    assertThat(line.dropStarving(MS, base + 100 * MS)).isSameAs(oldest);
    assertThat(oldest.state).isEqualTo(Waiter.State.DROPPED);
    assertThat(line.dropStarving(MS, base + 101 * MS)).as("waited 5 ms, not more").isNull();
    assertThat(line.dropStarving(MS, base + 101 * MS + 1)).as("it still stands").isSameAs(newer);
  }

  @Test
  void aLineThatEmptiesBeginsAnew() {
    join(0);
    line.pop(Waiter.State.GRANTED);
    join(99 * MS);
    assertThat(line.dropStarving(MS, 150 * MS)).isNull();
    assertThat(line.dropStarving(MS, 199 * MS)).isNotNull();
  }

  @Test
  void longCallsMakeALongerPatience() {
    Waiter waiter = join(0);
    assertThat(line.dropStarving(200 * MS, 799 * MS)).isNull();
    assertThat(line.dropStarving(200 * MS, 800 * MS)).isSameAs(waiter);
  }

  @Test
  void nobodyIsDroppedBeforeItIsKnownHowLongCallsTake() {
    join(0);
    assertThat(line.dropStarving(0, 10_000 * MS)).isNull();
  }
}
