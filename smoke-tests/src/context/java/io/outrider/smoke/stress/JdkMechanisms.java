// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.util.Arrays;
import java.util.Collections;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What every JDK has since 8. */
public final class JdkMechanisms implements Mechanism.Source {
  private final ExecutorService pool = Executors.newFixedThreadPool(3);
  private final ExecutorService bounded =
      new ThreadPoolExecutor(
          1,
          3,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<Runnable>(16),
          new ThreadPoolExecutor.CallerRunsPolicy());
  private final ExecutorService ordered =
      new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<Runnable>());
  private final ExecutorService growing = Executors.newCachedThreadPool();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
  private final ForkJoinPool forkJoin = new ForkJoinPool(2);
  private final Semaphore streams = new Semaphore(1);
  private final Timer timer = new Timer(true);
  private final CompletableFuture<String> ready = CompletableFuture.completedFuture("");

  @Override
  public Mechanism[] mechanisms() {
    return new Mechanism[] {
      new Mechanism("ThreadPoolExecutor.execute", 8, pool::execute),
      new Mechanism("submit(Runnable)", 6, t -> pool.submit((Runnable) t)),
      new Mechanism("submit(Callable)", 6, t -> pool.submit(t::call)),
      new Mechanism("bounded pool, caller runs", 6, bounded::execute),
      new Mechanism("pool with a priority queue", 6, ordered::execute),
      new Mechanism("cached pool", 4, growing::execute),
      new Mechanism("invokeAll", 1, this::invokeAll),
      new Mechanism(
          "ExecutorCompletionService",
          3,
          t -> new ExecutorCompletionService<Object>(pool).submit((Runnable) t, "")),
      new Mechanism(
          "schedule", 4, t -> scheduler.schedule((Runnable) t, 200, TimeUnit.MICROSECONDS)),
      new Mechanism("scheduleAtFixedRate (no trace)", 1, false, this::periodic),
      new Mechanism("ForkJoinPool.execute", 6, t -> forkJoin.execute((Runnable) t)),
      new Mechanism("ForkJoinPool.submit", 6, t -> forkJoin.submit((Runnable) t)),
      new Mechanism(
          "ForkJoinTask.adapt", 4, t -> forkJoin.submit(ForkJoinTask.adapt((Runnable) t))),
      new Mechanism("fork and join", 4, t -> forkJoin.execute(new Forking(t))),
      new Mechanism("common pool", 6, t -> ForkJoinPool.commonPool().execute(t)),
      new Mechanism("parallel stream", 4, this::parallelStream),
      new Mechanism("runAsync", 6, CompletableFuture::runAsync),
      new Mechanism("supplyAsync on a pool", 6, t -> CompletableFuture.supplyAsync(t::call, pool)),
      new Mechanism("thenRunAsync", 6, t -> ready.thenRunAsync(t, pool)),
      new Mechanism("thenApplyAsync", 4, t -> ready.thenApplyAsync(x -> t.call())),
      new Mechanism("thenApply, completed elsewhere", 6, t -> later().thenApply(x -> t.call())),
      new Mechanism("thenAccept, completed elsewhere", 4, t -> later().thenAccept(x -> t.run())),
      new Mechanism(
          "thenCompose, completed elsewhere",
          4,
          t -> later().thenCompose(x -> CompletableFuture.supplyAsync(t::call))),
      new Mechanism(
          "thenCombine, completed elsewhere",
          4,
          t -> later().thenCombine(later(), (a, b) -> t.call())),
      new Mechanism(
          "applyToEither, completed elsewhere",
          4,
          t -> later().applyToEither(later(), x -> t.call())),
      new Mechanism(
          "whenComplete, completed elsewhere", 4, t -> later().whenComplete((x, e) -> t.run())),
      new Mechanism(
          "handleAsync, completed elsewhere", 4, t -> later().handleAsync((x, e) -> t.call())),
      new Mechanism("Timer.schedule", 4, t -> timer.schedule(timerTask(t), 1)),
      new Mechanism(
          "Timer.schedule with a period (no trace)", 1, false, t -> timer.schedule(once(t), 1, 1)),
    };
  }

  /** Not where it would hold up the few workers that streams wait for. */
  private void invokeAll(Task task) throws InterruptedException {
    if (Task.mayWait()) {
      growing.invokeAll(Collections.singleton(task));
    } else {
      growing.execute(task);
    }
  }

  /** One at a time: streams that wait for each other inside their own tasks may wait for ever. */
  private void parallelStream(Task task) {
    if (!streams.tryAcquire()) {
      ForkJoinPool.commonPool().execute(task);
      return;
    }
    try {
      Arrays.asList(1, 2, 3).parallelStream().filter(i -> i == 2).forEach(i -> task.run());
    } finally {
      streams.release();
    }
  }

  /** Completed by another trace. */
  private static CompletableFuture<String> later() {
    CompletableFuture<String> future = new CompletableFuture<>();
    Crossing.leave(() -> future.complete(""));
    return future;
  }

  private void periodic(Task task) {
    AtomicReference<Future<?>> future = new AtomicReference<>();
    future.set(
        scheduler.scheduleAtFixedRate(
            () -> {
              Future<?> own = future.get();
              if (own != null) {
                own.cancel(false);
                task.run();
              }
            },
            0,
            1,
            TimeUnit.MILLISECONDS));
  }

  private static TimerTask timerTask(Task task) {
    return new TimerTask() {
      @Override
      public void run() {
        task.run();
      }
    };
  }

  private static TimerTask once(Task task) {
    return new TimerTask() {
      @Override
      public void run() {
        cancel();
        task.run();
      }
    };
  }

  /** Joins what it forks: a task, beside another that has nothing to do. */
  private static final class Forking extends RecursiveAction {
    private static final long serialVersionUID = 1;
    private final transient Task task;

    Forking(Task task) {
      this.task = task;
    }

    @Override
    protected void compute() {
      if (task != null) {
        invokeAll(new Forking(null), new Running(task));
      }
    }
  }

  private static final class Running extends RecursiveAction {
    private static final long serialVersionUID = 1;
    private final transient Task task;

    Running(Task task) {
      this.task = task;
    }

    @Override
    protected void compute() {
      task.run();
    }
  }
}
