// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;

/**
 * ThreadPoolExecutor and ScheduledThreadPoolExecutor.
 *
 * <p>submit(), schedule(), completion services and the futures of other libraries all make a
 * FutureTask, which takes its context when it is made; execute() is left with plain tasks.
 */
public final class ThreadPools implements Instrumentation {
  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";

  @Override
  public void weave(Weaver weaver) {
    Library executors = weaver.library("executors", "Java 8 to 26").shared().deferred();
    Target future = executors.type("java.util.concurrent.FutureTask");
    future.constructor().argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    future.constructor().argument(0, RUNNABLE).as(Shape.WRAP, CarryRunnable.class);

    Target pool = executors.type(POOL);
    pool.method("execute").arguments(1).as(Shape.WRAP, PoolTasks.Execute.class);
    pool.method("addWorker").argument(0, RUNNABLE).as(Shape.WRAP, PoolTasks.Start.class);
    pool.method("getTask").arguments(0).as(Shape.AFTER, PoolTasks.Take.class);
    pool.method("reject").arguments(1).as(Shape.WRAP, PoolTasks.Reject.class);
    pool.method("remove").arguments(1).as(Shape.WRAP, PoolTasks.Remove.class);
    pool.method("shutdownNow").arguments(0).as(Shape.AFTER, PoolTasks.Drained.class);

    Target own = executors.subtypesOf(POOL);
    own.method("beforeExecute").argument(1, RUNNABLE).replacing(1).as(Shape.WRAP, Unwrap.class);
    own.method("afterExecute").argument(0, RUNNABLE).as(Shape.WRAP, Unwrap.class);

    // What runs again and again belongs to no request.
    Target scheduled = executors.type("java.util.concurrent.ScheduledThreadPoolExecutor");
    scheduled.method("scheduleAtFixedRate").as(Shape.SCOPE, AtRoot.class);
    scheduled.method("scheduleWithFixedDelay").as(Shape.SCOPE, AtRoot.class);
  }
}
