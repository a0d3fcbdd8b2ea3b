// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Two probes of a half-open breaker, each ended by whoever comes, while their leases run out. */
@Param(name = "probe", gen = IntGen.class, conf = "0:1")
@Param(name = "failed", gen = BooleanGen.class)
public class LinearProbes {
  private static final long OVER = 60 * Breakers.SECOND;

  private final CircuitBreaker breaker =
      new CircuitBreaker(
          "r",
          Breakers.settings(
              s -> {
                s.minimumCalls = 1;
                s.halfOpenCalls = 2;
                s.failureRate = BreakerSettings.ALL;
                s.leaseNanos = Breakers.SECOND;
              }),
          "p",
          GuardTelemetry.NONE,
          new GuardLog(line -> {}, () -> 0),
          0);
  private final Permit[] probes = new Permit[2];

  public LinearProbes() {
    breaker.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.FAILURE, 0, 0);
    for (int i = 0; i < probes.length; i++) {
      probes[i] = breaker.acquire(GuardedCall.UNKNOWN, OVER).permit();
    }
  }

  @Operation
  public void end(@Param(name = "probe") int probe, @Param(name = "failed") boolean failed) {
    probes[probe].end(failed ? Outcome.FAILURE : Outcome.SUCCESS, OVER, OVER);
  }

  /** Comes when the leases are over, and takes what is not back for failed. */
  @Operation(runOnce = true)
  public boolean call() {
    return breaker.acquire(GuardedCall.UNKNOWN, OVER + Breakers.SECOND).permit() != null;
  }

  @Operation
  public BreakerStatus status() {
    return breaker.status();
  }
}
