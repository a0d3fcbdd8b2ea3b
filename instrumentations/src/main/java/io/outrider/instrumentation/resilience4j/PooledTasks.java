// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import java.util.concurrent.Callable;

/** Tasks of a bulkhead with threads of its own: its inside is where they run. */
final class PooledTasks {
  private PooledTasks() {}

  /** submit(Callable) */
  static final class Callables implements WrapAdapter {
    @Override
    @SuppressWarnings("unchecked") // A callable's type is erased where it is woven.
    public Object wrap(Object self, Object task) {
      return task == null ? null : new InCallable<Object>((Callable<Object>) task);
    }
  }

  /** submit(Runnable) */
  static final class Runnables implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      return task == null ? null : new InRunnable((Runnable) task);
    }
  }

  private static final class InCallable<T> extends Guarded implements Callable<T> {
    private final Callable<T> task;

    InCallable(Callable<T> task) {
      super(null);
      this.task = task;
    }

    @Override
    public T call() throws Exception {
      Object guard = enter();
      try {
        return task.call();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InRunnable extends Guarded implements Runnable {
    private final Runnable task;

    InRunnable(Runnable task) {
      super(null);
      this.task = task;
    }

    @Override
    public void run() {
      Object guard = enter();
      try {
        task.run();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }
}
