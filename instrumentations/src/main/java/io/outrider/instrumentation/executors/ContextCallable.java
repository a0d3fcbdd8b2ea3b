// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Wrapped;
import java.util.concurrent.Callable;

/** Calls a task in the context it was handed over in. */
final class ContextCallable<V> implements Callable<V>, Wrapped {
  private final Object context;
  private final Callable<V> task;

  ContextCallable(Object context, Callable<V> task) {
    this.context = context;
    this.task = task;
  }

  @Override
  public V call() throws Exception {
    Object previous = Contexts.attach(context);
    try {
      return task.call();
    } finally {
      Contexts.restore(previous);
    }
  }

  @Override
  public Object original() {
    return task;
  }

  /** The task's own: a future prints what it was made of. */
  @Override
  public String toString() {
    return task.toString();
  }
}
