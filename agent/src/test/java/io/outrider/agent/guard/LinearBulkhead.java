// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** Two places, and threads that leave only what they have entered. */
@Param(name = "thread", gen = ThreadIdGen.class)
public class LinearBulkhead {
  private final Bulkhead bulkhead = new Bulkhead("r", "p", 2);
  private final Permit[][] held = new Permit[8][16];
  private final int[] count = new int[8];

  @Operation
  public boolean enter(@Param(name = "thread") int thread) {
    Permit permit = bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit();
    if (permit == null) {
      return false;
    }
    held[thread][count[thread]++] = permit;
    return true;
  }

  @Operation
  public boolean leave(@Param(name = "thread") int thread) {
    if (count[thread] == 0) {
      return false;
    }
    held[thread][--count[thread]].end(Outcome.SUCCESS, 0, 1);
    return true;
  }

  @Operation
  public int inUse() {
    return bulkhead.inUse();
  }
}
