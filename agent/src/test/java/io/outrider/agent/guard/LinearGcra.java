// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Two calls at once, one every ten nanoseconds; threads whose clocks do not agree. */
@Param(name = "now", gen = IntGen.class, conf = "0:30")
public class LinearGcra {
  private final Gcra bucket = new Gcra(1, 10, 2, 0);

  @Operation
  public long take(@Param(name = "now") int now) {
    return bucket.take(1, now, 0);
  }

  @Operation
  public long takeOrWait(@Param(name = "now") int now) {
    return bucket.take(1, now, 15);
  }

  @Operation
  public void giveBack(@Param(name = "now") int turn) {
    bucket.giveBack(1, turn);
  }
}
