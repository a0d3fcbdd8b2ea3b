// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Wrapped;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a task in the context it was handed over in.
 *
 * <p>Equal to whatever the task is equal to, so that queues find it by the task; a queue that asks
 * its own element instead finds it too.
 */
class ContextRunnable implements Runnable, Wrapped {
  /** Until the first task is wrapped, no queue can hold one, and nothing needs unwrapping. */
  private static volatile boolean used;

  private final Object context;
  private final Runnable task;

  private ContextRunnable(Object context, Runnable task) {
    this.context = context;
    this.task = task;
  }

  static Runnable of(Object context, Runnable task) {
    if (!used) {
      used = true;
    }
    return task instanceof Future
        ? new ContextFuture<Object>(context, task)
        : new ContextRunnable(context, task);
  }

  /** Equal to the task and to each of its wrappers; not meant to run. */
  static Runnable matching(Runnable task) {
    return new ContextRunnable(null, task);
  }

  static boolean used() {
    return used;
  }

  @Override
  public final void run() {
    Object previous = Contexts.attach(context);
    try {
      task.run();
    } finally {
      Contexts.restore(previous);
    }
  }

  @Override
  public final Object original() {
    return task;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other || task.equals(Wrapped.unwrap(other));
  }

  @Override
  public final int hashCode() {
    return task.hashCode();
  }

  @Override
  public final String toString() {
    return task.toString();
  }

  /** For tasks that are futures: a pool's purge() looks for cancelled ones. */
  private static final class ContextFuture<V> extends ContextRunnable implements RunnableFuture<V> {
    private final Future<V> future;

    @SuppressWarnings("unchecked")
    ContextFuture(Object context, Runnable task) {
      super(context, task);
      future = (Future<V>) task;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return future.cancel(mayInterrupt);
    }

    @Override
    public boolean isCancelled() {
      return future.isCancelled();
    }

    @Override
    public boolean isDone() {
      return future.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
      return future.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return future.get(timeout, unit);
    }
  }
}
