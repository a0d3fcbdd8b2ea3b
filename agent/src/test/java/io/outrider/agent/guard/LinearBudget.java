// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.Operation;

/** Half as many retries as calls, within one bucket of its ring. */
public class LinearBudget {
  private final RetryBudget budget = new RetryBudget(5_000, 0, 0);

  @Operation
  public void called() {
    budget.called(0);
  }

  @Operation
  public boolean tryRetry() {
    return budget.tryRetry(0);
  }

  @Operation
  public int left() {
    return budget.left(0);
  }
}
