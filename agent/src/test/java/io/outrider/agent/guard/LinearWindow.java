// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** One bucket of a time window: calls, failures and slow calls always belong together. */
@Param(name = "failed", gen = BooleanGen.class)
@Param(name = "slow", gen = BooleanGen.class)
public class LinearWindow {
  private final TimeWindow window = new TimeWindow(100, 1, 0);

  @Operation
  public void record(@Param(name = "failed") boolean failed, @Param(name = "slow") boolean slow) {
    window.record(Counts.of(failed, slow), 0);
  }

  @Operation
  public long totals() {
    return window.totals(0);
  }
}
