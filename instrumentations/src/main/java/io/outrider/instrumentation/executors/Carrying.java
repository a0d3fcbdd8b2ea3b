// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Wrapped;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/** Decides whether a task carries a context, and wraps it when it does. */
final class Carrying {
  private Carrying() {}

  /**
   * The context that a task handed over now should run in, or null for none.
   *
   * <p>The first test is by name and touches nothing else, for the schedulers of virtual threads
   * come here with their continuations and wake-up calls while the current thread is a carrier in
   * the middle of a switch, where even reading a thread-local is unsafe. (A Thread may itself be
   * somebody's task.)
   */
  static Object contextFor(Object task) {
    if (task == null
        || task.getClass().getName().startsWith("java.lang.") && task.getClass() != Thread.class) {
      return null;
    }
    Object context = Contexts.current();
    return context == null || NeverCarried.contains(task.getClass()) ? null : context;
  }

  /**
   * As {@link #contextFor}, for a function given to a future: those of the JDK itself need none.
   */
  static Object contextForCallback(Object callback) {
    if (callback == null || callback.getClass().getName().startsWith("java.")) {
      return null;
    }
    // Most are the JDK's own HTTP client's: to know their class costs less than the context.
    return callback instanceof Wrapped || NeverCarried.contains(callback.getClass())
        ? null
        : Contexts.current();
  }

  /**
   * Whether a task has its context already: it is wrapped, or it is a future whose callable was
   * wrapped when it was made.
   */
  static boolean carriesAlready(Object task) {
    return task instanceof Wrapped || task instanceof FutureTask || task instanceof ForkJoinTask;
  }

  static Object runnable(Object task) {
    Object context = contextFor(task);
    return context == null || carriesAlready(task)
        ? task
        : ContextRunnable.of(context, (Runnable) task);
  }

  static Object callable(Object task) {
    Object context = contextFor(task);
    return context == null || task instanceof Wrapped
        ? task
        : new ContextCallable<Object>(context, cast(task));
  }

  @SuppressWarnings("unchecked")
  private static Callable<Object> cast(Object task) {
    return (Callable<Object>) task;
  }
}
