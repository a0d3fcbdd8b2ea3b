// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactor;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;

/** A task that is handed to a scheduler takes the current context along. */
final class Carried implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object task) {
    Object context = Contexts.current();
    return context == null || task == null ? task : new InContext(context, (Runnable) task);
  }

  private static final class InContext implements Runnable {
    private final Object context;
    private final Runnable task;

    InContext(Object context, Runnable task) {
      this.context = context;
      this.task = task;
    }

    @Override
    public void run() {
      Object previous = Contexts.attach(context);
      try {
        task.run();
      } finally {
        Contexts.restore(previous);
      }
    }

    /** The task's own: schedulers print what they hold. */
    @Override
    public String toString() {
      return task.toString();
    }
  }
}
