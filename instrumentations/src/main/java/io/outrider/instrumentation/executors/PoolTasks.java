// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * A thread pool's tasks on their way through it, in one of two ways.
 *
 * <p>The JDK's first-in-first-out queues never look at what they hold: there the task is wrapped
 * when it comes in. Any other queue may compare its tasks, cast them or hand them out, so there the
 * application's own object goes in; the context is noted beside it, and the task is wrapped when it
 * leaves the queue for a thread.
 */
final class PoolTasks {
  /**
   * Contexts of tasks in queues that see their tasks. Bounded so that a pool which drops its tasks
   * unseen costs at most about 4 MB until they are collected; beyond, a task runs without context.
   */
  private static final WeakStore<Object, Object> NOTED = new WeakStore<Object, Object>(1 << 15);

  private PoolTasks() {}

  private static boolean isBlind(BlockingQueue<Runnable> queue) {
    if (queue == null) {
      return false;
    }
    // Not subclasses: they exist in order to do something with the tasks.
    Class<?> type = queue.getClass();
    return type == LinkedBlockingQueue.class
        || type == SynchronousQueue.class
        || type == ArrayBlockingQueue.class
        || type == LinkedBlockingDeque.class
        || type == LinkedTransferQueue.class;
  }

  private static Object forget(Object task) {
    // The look-up before the removal takes no lock, and mostly there is nothing to remove.
    return NOTED.isEmpty() || task == null || NOTED.get(task) == null ? null : NOTED.remove(task);
  }

  private static Object withNoted(Object task) {
    Object context = forget(task);
    return context == null ? task : ContextRunnable.of(context, (Runnable) task);
  }

  /** execute(Runnable) */
  static final class Execute implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      Object context = Carrying.contextFor(task);
      if (context == null) {
        // One task object may be submitted again and again: what was noted then is not true now.
        forget(task);
        return task;
      }
      if (Carrying.carriesAlready(task)) {
        return task;
      }
      if (isBlind(((ThreadPoolExecutor) self).getQueue())) {
        return ContextRunnable.of(context, (Runnable) task);
      }
      NOTED.put(task, context);
      return task;
    }
  }

  /** addWorker(Runnable, boolean): a new thread starts with this task, past the queue. */
  static final class Start implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object firstTask) {
      return withNoted(firstTask);
    }
  }

  /** getTask(): a thread has taken a task from the queue. */
  static final class Take implements AfterAdapter {
    @Override
    public Object after(Object self, Object a0, Object returned, Throwable thrown) {
      return withNoted(returned);
    }
  }

  /** reject(Runnable): handlers, which may look at the task, run it or keep it, get their own. */
  static final class Reject implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      forget(task);
      return Wrapped.unwrap(task);
    }
  }

  /** remove(Runnable): the queue holds the wrapper, the caller has the task. */
  static final class Remove implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      forget(task);
      return task == null || !ContextRunnable.used() || Carrying.carriesAlready(task)
          ? task
          : ContextRunnable.matching((Runnable) task);
    }
  }

  /** shutdownNow(): the caller gets back what it had handed over. */
  static final class Drained implements AfterAdapter {
    @Override
    public Object after(Object self, Object a0, Object returned, Throwable thrown) {
      if (!(returned instanceof List)) {
        return returned;
      }
      List<?> tasks = (List<?>) returned;
      for (int i = 0; i < tasks.size(); i++) {
        if (tasks.get(i) instanceof Wrapped) {
          return unwrapped(tasks);
        }
      }
      return returned;
    }

    private static List<Object> unwrapped(List<?> tasks) {
      List<Object> own = new ArrayList<Object>(tasks.size());
      for (Object task : tasks) {
        own.add(Wrapped.unwrap(task));
      }
      return own;
    }
  }
}
