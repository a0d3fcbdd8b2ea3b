// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** A breaker that opens at half of two or more calls, closes after two probes, and opens again. */
@Param(name = "thread", gen = ThreadIdGen.class)
@Param(name = "failed", gen = BooleanGen.class)
@Param(name = "minute", gen = IntGen.class, conf = "0:1")
public class LinearBreaker {
  private final CircuitBreaker breaker =
      new CircuitBreaker(
          "r",
          Breakers.settings(
              s -> {
                s.windowNanos = Long.MAX_VALUE / 4;
                s.minimumCalls = 2;
                s.halfOpenCalls = 2;
                s.leaseNanos = Long.MAX_VALUE / 4;
              }),
          "p",
          GuardTelemetry.NONE,
          new GuardLog(line -> {}, () -> 0),
          0);
  private final Permit[] held = new Permit[8];

  /** One call under way for each thread. */
  @Operation
  public String acquire(@Param(name = "thread") int thread, @Param(name = "minute") int minute) {
    if (held[thread] != null) {
      return "busy";
    }
    held[thread] = breaker.acquire(GuardedCall.UNKNOWN, 60L * minute * Breakers.SECOND).permit();
    return held[thread] == null ? "refused" : "admitted";
  }

  @Operation
  public boolean end(@Param(name = "thread") int thread, @Param(name = "failed") boolean failed) {
    Permit permit = held[thread];
    held[thread] = null;
    if (permit != null) {
      permit.end(failed ? Outcome.FAILURE : Outcome.SUCCESS, 0, 0);
    }
    return permit != null;
  }

  @Operation
  public BreakerStatus status() {
    return breaker.status();
  }
}
