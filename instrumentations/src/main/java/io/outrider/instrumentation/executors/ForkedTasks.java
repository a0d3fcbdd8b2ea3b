// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.WrapAdapter;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;

/** Fork-join tasks from the fork to the run, wherever that happens. */
final class ForkedTasks {
  /**
   * Contexts of tasks forked and not yet run: as many as stand in the workers' queues, so few.
   * Bounded for the sake of those that are taken back and never run; beyond, a task runs without
   * context.
   */
  private static final WeakStore<Object, Object> FORKED = new WeakStore<Object, Object>(1 << 15);

  private ForkedTasks() {}

  private static void note(Object task) {
    // Before anything else: virtual threads are handed to their scheduler as other kinds of tasks,
    // while the current thread is a carrier.
    if (!(task instanceof RecursiveAction
        || task instanceof RecursiveTask
        || task instanceof CountedCompleter)) {
      return;
    }
    Object context = Contexts.current();
    if (context == null) {
      // The same task may have been forked before, with a context, and taken back.
      take(task);
    } else if (!NeverCarried.contains(task.getClass())) {
      FORKED.put(task, context);
    }
  }

  private static Object take(Object task) {
    // The look-up before the removal takes no lock, and mostly there is nothing to remove.
    return FORKED.isEmpty() || FORKED.get(task) == null ? null : FORKED.remove(task);
  }

  /** fork(): notes the task before a worker can see it; changes no context. */
  static final class Fork implements ScopeAdapter {
    @Override
    public Object context(Object self, Object a0) {
      note(self);
      return null;
    }
  }

  /** execute, submit and invoke of a ForkJoinTask. */
  static final class Submit implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      note(task);
      return task;
    }
  }

  /** execute(Runnable) and submit(Runnable), which admit fork-join tasks, too. */
  static final class Execute implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      if (task instanceof ForkJoinTask) {
        note(task);
        return task;
      }
      return Carrying.runnable(task);
    }
  }

  /** exec(): the task runs, in a worker or in a thread that helps while it waits. */
  static final class Exec implements ScopeAdapter {
    @Override
    public Object context(Object self, Object a0) {
      return take(self);
    }
  }
}
