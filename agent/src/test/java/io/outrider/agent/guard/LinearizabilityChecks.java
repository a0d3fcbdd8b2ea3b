// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** What {@link LinearizabilityTest} runs in a JVM of its own. Ends with 0 when all is well. */
final class LinearizabilityChecks {
  private static final Class<?>[] SUBJECTS = {
    LinearGcra.class,
    LinearBulkhead.class,
    LinearBudget.class,
    LinearWindow.class,
    RollingWindow.class,
    LinearBreaker.class,
    LinearProbes.class
  };

  private LinearizabilityChecks() {}

  public static void main(String[] args) {
    for (Class<?> subject : SUBJECTS) {
      // Every switch between threads up to a number, one after another; no luck needed.
      new ModelCheckingOptions()
          .iterations(12)
          .invocationsPerIteration(300)
          .threads(2)
          .actorsPerThread(3)
          .check(subject);
      // Real threads, of which one is always running.
      new StressOptions()
          .iterations(3)
          .invocationsPerIteration(200)
          .threads(2)
          .actorsPerThread(3)
          .check(subject);
    }
    System.exit(0);
  }
}
