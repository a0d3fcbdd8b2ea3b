// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hikaricp;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Where a pool is told who is to have its measurements: once by its constructor, with null when the
 * application wants none, and again whenever the application changes its mind. What the application
 * has set, and may ask for, stays its own.
 */
public final class HikariCp implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("hikaricp", "2.7 to 7.1")
        .type("com.zaxxer.hikari.pool.HikariPool")
        .method("setMetricsTrackerFactory")
        .arguments(1)
        .as(Shape.WRAP, MeasuredPool.class);
  }
}
