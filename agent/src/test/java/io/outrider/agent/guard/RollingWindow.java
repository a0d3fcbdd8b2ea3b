// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * A ring that turns while calls are recorded by threads whose clocks do not agree. Its sum is no
 * snapshot, so it is looked at when all is quiet: what lies within the window is there, once.
 */
@Param(name = "tick", gen = IntGen.class, conf = "0:3")
public class RollingWindow {
  private static final int[] TICKS = {3, 9, 13, 19};

  private final TimeWindow window = new TimeWindow(10, 1, 0);
  private final AtomicInteger[] recorded = {
    new AtomicInteger(), new AtomicInteger(), new AtomicInteger(), new AtomicInteger()
  };

  @Operation
  public void record(@Param(name = "tick") int tick) {
    window.record(Counts.CALL, TICKS[tick]);
    recorded[tick].incrementAndGet();
  }

  @Validate
  public void nothingIsLost() {
    boolean turned = recorded[3].get() > 0;
    // 13 takes the place of 3, and 19 that of 9; 9 counts at 13 until 19 has come.
    int expected = recorded[2].get() + recorded[3].get() + (turned ? 0 : recorded[1].get());
    int counted = Counts.calls(window.totals(13));
    if (counted != expected) {
      throw new IllegalStateException(counted + " counted of " + expected);
    }
  }
}
