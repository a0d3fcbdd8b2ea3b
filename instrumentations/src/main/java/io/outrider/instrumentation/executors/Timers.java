// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.ScopeAdapter;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.Weaver;
import io.outrider.instrumentation.WrapAdapter;

/**
 * java.util.Timer: a task that runs once runs in the context it was scheduled in, one that runs
 * again and again in none.
 *
 * <p>A TimerTask is cancelled, purged and asked for its time by identity, so it is never wrapped.
 * Its run() could be found only by looking at every class that has one. Instead the timer's thread
 * is in the context of the task that it has last looked at, which is the one it runs next, and in
 * none while it waits with nothing to do.
 */
public final class Timers implements Instrumentation {
  private static final String TASK = "java.util.TimerTask";

  /**
   * Contexts of tasks that wait. Bounded for the sake of those that are purged and never run;
   * beyond, a task runs without context.
   */
  private static final WeakStore<Object, Object> WAITING = new WeakStore<Object, Object>(1 << 16);

  /**
   * What a timer's thread has last looked at; {@link #LOOKING} when it is about to. A task that
   * schedules another one looks at the queue, too, perhaps on this very thread.
   */
  private static final ThreadLocal<Object> NEXT = new ThreadLocal<Object>();

  private static final Object LOOKING = new Object();

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("timer", "Java 8 to 26").shared().deferred();
    // With a third argument it is a period.
    library
        .type("java.util.Timer")
        .method("schedule")
        .arguments(2)
        .argument(0, TASK)
        .as(Shape.WRAP, Schedule.class);
    Target queue = library.type("java.util.TaskQueue");
    queue.method("isEmpty").arguments(0).as(Shape.SCOPE, Idle.class);
    queue.method("getMin").arguments(0).as(Shape.AFTER, LookAt.class);
    queue.method("removeMin").arguments(0).as(Shape.SCOPE, Take.class);
  }

  private static boolean onTimerThread() {
    return Thread.currentThread().getClass().getName().equals("java.util.TimerThread");
  }

  /** schedule(TimerTask, ...): a task that runs once. */
  static final class Schedule implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object task) {
      Object context = Carrying.contextFor(task);
      if (context != null) {
        WAITING.put(task, context);
      }
      return task;
    }
  }

  /**
   * isEmpty(): only the timer's thread asks. It has run whatever it was to run, and is about to
   * wait or to look for the next task.
   */
  static final class Idle implements ScopeAdapter {
    @Override
    public Object context(Object self, Object a0) {
      if (onTimerThread()) {
        NEXT.set(LOOKING);
        if (Contexts.current() != null) {
          Contexts.attach(Contexts.none());
        }
      }
      return null;
    }
  }

  /** getMin(): the task that the thread runs next, now or after a wait. */
  static final class LookAt implements AfterAdapter {
    @Override
    public Object after(Object self, Object a0, Object returned, Throwable thrown) {
      if (onTimerThread() && NEXT.get() == LOOKING) {
        NEXT.remove();
        Object context = returned == null ? null : WAITING.get(returned);
        if (context != null) {
          NEXT.set(returned);
          Contexts.attach(context);
        }
      }
      return returned;
    }
  }

  /** removeMin(): the task that was looked at is about to run for the last time, or cancelled. */
  static final class Take implements ScopeAdapter {
    @Override
    public Object context(Object self, Object a0) {
      if (onTimerThread()) {
        Object task = NEXT.get();
        if (task != null && task != LOOKING) {
          NEXT.remove();
          WAITING.remove(task);
        }
      }
      return null;
    }
  }
}
