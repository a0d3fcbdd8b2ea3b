// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springscheduling;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Each run of a method with {@code @Scheduled} is a trace of its own, whatever scheduled it. Not
 * methods that return a publisher or suspend: they have their own kind of task.
 */
public final class SpringScheduling implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("spring-scheduling", "5.0 to 7.0")
        .type("org.springframework.scheduling.support.ScheduledMethodRunnable")
        .method("run")
        .arguments(0)
        .as(Shape.TASK, ScheduledRun.class);
  }
}
