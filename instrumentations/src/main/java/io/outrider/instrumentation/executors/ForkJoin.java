// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;

/**
 * ForkJoinPool and its tasks, parallel streams among them.
 *
 * <p>Plain tasks are wrapped before the pool makes its own of them. Fork-join tasks are what the
 * caller joins, so they stay as they are and the context is noted beside them.
 *
 * <p>Where a task runs is woven in the three classes that applications extend, never in
 * ForkJoinTask.doExec: that is also how every virtual thread is mounted. Not woven for the same
 * reason: externalSubmit and lazySubmit.
 */
public final class ForkJoin implements Instrumentation {
  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String COLLECTION = "java.util.Collection";
  private static final String TASK = "java.util.concurrent.ForkJoinTask";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("fork-join", "Java 8 to 26").shared().deferred();
    Target pool = library.type("java.util.concurrent.ForkJoinPool");
    handOver(pool);
    help(pool);
    tasks(library);
  }

  private static void handOver(Target pool) {
    pool.method("execute").argument(0, RUNNABLE).as(Shape.WRAP, ForkedTasks.Execute.class);
    pool.method("submit").argument(0, RUNNABLE).as(Shape.WRAP, ForkedTasks.Execute.class);
    pool.method("submit").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    pool.method("newTaskFor").argument(0, RUNNABLE).as(Shape.WRAP, CarryRunnable.class);
    pool.method("newTaskFor").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    pool.method("execute").argument(0, TASK).as(Shape.WRAP, ForkedTasks.Submit.class);
    pool.method("submit").argument(0, TASK).as(Shape.WRAP, ForkedTasks.Submit.class);
    pool.method("invoke").argument(0, TASK).as(Shape.WRAP, ForkedTasks.Submit.class);
    pool.method("invokeAll").argument(0, COLLECTION).as(Shape.WRAP, CarryCallables.class);
    pool.method("invokeAny").argument(0, COLLECTION).as(Shape.WRAP, CarryCallables.class);
    pool.method("invokeAllUninterruptibly")
        .argument(0, COLLECTION)
        .as(Shape.WRAP, CarryCallables.class);
    // Java 25: the pool schedules, too. Its periodic tasks are left alone.
    pool.method("schedule").argument(0, RUNNABLE).as(Shape.WRAP, CarryRunnable.class);
    pool.method("schedule").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    pool.method("submitWithTimeout").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
  }

  /**
   * A thread that waits runs other tasks meanwhile. One of them that carries no context must not
   * find the waiting task's.
   */
  private static void help(Target pool) {
    pool.method("awaitJoin").as(Shape.SCOPE, AtRoot.class);
    pool.method("helpJoin").as(Shape.SCOPE, AtRoot.class);
    pool.method("helpAsyncBlocker").as(Shape.SCOPE, AtRoot.class);
    pool.method("helpQuiescePool").as(Shape.SCOPE, AtRoot.class);
    pool.method("awaitQuiescence").as(Shape.SCOPE, AtRoot.class);
  }

  private static void tasks(Library library) {
    Target task = library.type(TASK);
    task.method("fork").arguments(0).as(Shape.SCOPE, ForkedTasks.Fork.class);
    task.method("adapt").argument(0, RUNNABLE).as(Shape.WRAP, CarryRunnable.class);
    task.method("adapt").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    task.method("adaptInterruptible").argument(0, RUNNABLE).as(Shape.WRAP, CarryRunnable.class);
    task.method("adaptInterruptible").argument(0, CALLABLE).as(Shape.WRAP, CarryCallable.class);
    library
        .type(
            "java.util.concurrent.RecursiveAction",
            "java.util.concurrent.RecursiveTask",
            "java.util.concurrent.CountedCompleter")
        .method("exec")
        .arguments(0)
        .as(Shape.SCOPE, ForkedTasks.Exec.class);
  }
}
