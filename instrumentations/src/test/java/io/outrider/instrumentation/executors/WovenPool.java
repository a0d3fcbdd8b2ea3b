// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread pool that behaves as a woven one does. */
class WovenPool extends ThreadPoolExecutor {
  /** What beforeExecute and afterExecute were given. */
  final Queue<Runnable> seen = new ConcurrentLinkedQueue<>();

  WovenPool(int threads, BlockingQueue<Runnable> queue) {
    this(threads, queue, new AbortPolicy());
  }

  WovenPool(int threads, BlockingQueue<Runnable> queue, RejectedExecutionHandler handler) {
    super(
        threads,
        threads,
        10,
        TimeUnit.SECONDS,
        queue,
        (task, pool) ->
            handler.rejectedExecution(Woven.wrap(new PoolTasks.Reject(), pool, task), pool));
  }

  @Override
  public void execute(Runnable task) {
    super.execute(Woven.wrap(new PoolTasks.Execute(), this, task));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return new FutureTask<>(Woven.wrap(new CarryCallable(), null, task));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
    return new FutureTask<>(Woven.wrap(new CarryRunnable(), null, task), value);
  }

  @Override
  public boolean remove(Runnable task) {
    return super.remove(Woven.wrap(new PoolTasks.Remove(), this, task));
  }

  @Override
  public List<Runnable> shutdownNow() {
    return Woven.after(new PoolTasks.Drained(), this, super.shutdownNow());
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    seen.add(Woven.wrap(new Unwrap(), this, task));
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    seen.add(Woven.wrap(new Unwrap(), this, task));
  }

  /** A queue that compares its tasks; taking from it is what getTask() does. */
  static final class Priorities extends PriorityBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    Priorities(Comparator<Runnable> order) {
      super(11, order);
    }

    @Override
    public Runnable take() throws InterruptedException {
      return Woven.after(new PoolTasks.Take(), null, super.take());
    }
  }
}
