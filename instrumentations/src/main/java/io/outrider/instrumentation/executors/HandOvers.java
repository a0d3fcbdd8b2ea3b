// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Places where libraries hand tasks over past the JDK's executors: to new threads, to pools of
 * their own making, or to whoever completes a future.
 */
public final class HandOvers implements Instrumentation {
  private static final String RUNNABLE = "java.lang.Runnable";

  @Override
  public void weave(Weaver weaver) {
    Library spring = weaver.library("spring-tasks", "5.0 to 7.0").shared().deferred();
    // A new thread for each task. What @Async uses besides are the JDK's pools.
    spring
        .type("org.springframework.core.task.SimpleAsyncTaskExecutor")
        .method("doExecute")
        .argument(0, RUNNABLE)
        .as(Shape.WRAP, CarryRunnable.class);
    // Schedules itself again after each run, for ever.
    spring
        .type("org.springframework.scheduling.concurrent.ReschedulingRunnable")
        .method("schedule")
        .arguments(0)
        .as(Shape.SCOPE, AtRoot.class);

    // AsyncContext.start. By exact names: "start" is what too many classes declare.
    Library servlet = weaver.library("servlet-async", "Tomcat 7 to 11, Jetty 8 to 12, Undertow");
    servlet
        .shared()
        .deferred()
        .type(
            "org.apache.catalina.core.AsyncContextImpl",
            "org.eclipse.jetty.server.AsyncContinuation",
            "org.eclipse.jetty.server.AsyncContextState",
            "org.eclipse.jetty.ee8.nested.AsyncContextState",
            "org.eclipse.jetty.ee9.nested.AsyncContextState",
            "org.eclipse.jetty.ee10.servlet.AsyncContextState",
            "org.eclipse.jetty.ee11.servlet.AsyncContextState",
            "io.undertow.servlet.spec.AsyncContextImpl")
        .method("start")
        .arguments(1)
        .argument(0, RUNNABLE)
        .as(Shape.WRAP, CarryRunnable.class);

    // Callbacks, transformations, and what waits for several.
    weaver
        .library("guava-futures", "10 to 33")
        .shared()
        .deferred()
        .type("com.google.common.util.concurrent.AbstractFuture")
        .method("addListener")
        .arguments(2)
        .argument(0, RUNNABLE)
        .as(Shape.WRAP, CarryRunnable.class);
  }
}
