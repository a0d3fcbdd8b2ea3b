// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs things a little later, on daemon threads of the agent's own that are made when first needed
 * and end when idle. What is run may end an application's future and so run its code, or talk to a
 * database to cancel a statement: while one thread does, another keeps the time.
 *
 * <p>The queue is a heap in which each task knows its place, so that what is cancelled, which is
 * the fate of most, leaves at once.
 */
final class Later {
  static final int MAX_TASKS = 65_536;
  static final int MAX_THREADS = 8;

  /** One that keeps the time, and one that is there when the first has something to run. */
  private static final int MAX_WATCHING = 2;

  /** A thread that nobody has needed for so long ends. */
  private static final long IDLE_NANOS = 30_000_000_000L;

  private static final Later SHARED = new Later();

  /** Never held while anything runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private Task[] heap = new Task[64];
  private int size;
  private int threads;

  /** Those that look after the queue, not after a task. */
  private int watching;

  /**
   * Runs it once, in no trace context, after so long; at once when that is 0 or less.
   *
   * @return by which it can be called off; null when too much is waiting already, and it will not
   *     run
   */
  static Task run(Runnable what, long delayNanos) {
    return SHARED.add(what, delayNanos);
  }

  Task add(Runnable what, long delayNanos) {
    Task task = new Task(this, what, System.nanoTime() + Math.max(0, delayNanos));
    boolean thread;
    lock.lock();
    try {
      if (size == MAX_TASKS) {
        return null;
      }
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      up(size++, task);
      thread = watching == 0 && threads < MAX_THREADS;
      if (thread) {
        threads++;
        watching++;
      } else if (task.index == 0) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (thread && !start()) {
      task.cancel();
      return null;
    }
    return task;
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  private boolean start() {
    try {
      Threads.start(new Watch(this));
      return true;
    } catch (Throwable e) {
      lock.lock();
      try {
        threads--;
        watching--;
      } finally {
        lock.unlock();
      }
      Errors.observing("the time of a call", e);
      return false;
    }
  }

  /** The next that is due; null when this thread is to end. Counted as watching until then. */
  private Task next() {
    lock.lock();
    try {
      long idleSince = System.nanoTime();
      while (true) {
        long now = System.nanoTime();
        long wait;
        if (size == 0) {
          wait = IDLE_NANOS - (now - idleSince);
        } else {
          wait = heap[0].dueNanos - now;
          if (wait <= 0) {
            Task due = heap[0];
            remove(due);
            watching--;
            return due;
          }
          idleSince = now;
        }
        if (wait <= 0 || watching > MAX_WATCHING) {
          watching--;
          threads--;
          // It may have been woken for what is due first: another has to look.
          changed.signal();
          return null;
        }
        awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitNanos(long nanos) {
    try {
      changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Somebody interrupts all threads there are; this one has time to keep.
    }
  }

  /** Before a task runs: somebody else must keep the time meanwhile. */
  private void relieve() {
    boolean thread;
    lock.lock();
    try {
      thread = size > 0 && watching == 0 && threads < MAX_THREADS;
      if (thread) {
        threads++;
        watching++;
      } else if (size > 0) {
        // Who watches may not know of it: it was not the first when it came.
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (thread) {
      start();
    }
  }

  private void watchAgain() {
    lock.lock();
    try {
      watching++;
    } finally {
      lock.unlock();
    }
  }

  private boolean drop(Task task) {
    lock.lock();
    try {
      if (task.index < 0) {
        return false;
      }
      remove(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void remove(Task task) {
    int hole = task.index;
    Task last = heap[--size];
    heap[size] = null;
    task.index = -1;
    if (last != task) {
      down(hole, last);
      if (heap[hole] == last) {
        up(hole, last);
      }
    }
  }

  private void up(int from, Task task) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) / 2;
      if (task.dueNanos - heap[above].dueNanos >= 0) {
        break;
      }
      put(at, heap[above]);
      at = above;
    }
    put(at, task);
  }

  private void down(int from, Task task) {
    int at = from;
    while (2 * at + 1 < size) {
      int below = 2 * at + 1;
      if (below + 1 < size && heap[below + 1].dueNanos - heap[below].dueNanos < 0) {
        below++;
      }
      if (task.dueNanos - heap[below].dueNanos <= 0) {
        break;
      }
      put(at, heap[below]);
      at = below;
    }
    put(at, task);
  }

  private void put(int index, Task task) {
    heap[index] = task;
    task.index = index;
  }

  /** Something that is to run later. */
  static final class Task {
    private final Later later;
    private final long dueNanos;
    private Runnable what;

    /** Its place in the heap; -1 when it is out of it. Guarded by the lock. */
    private int index = -1;

    private Task(Later later, Runnable what, long dueNanos) {
      this.later = later;
      this.what = what;
      this.dueNanos = dueNanos;
    }

    /** For who has called it off, and is to see to its end. */
    void runNow() {
      what.run();
    }

    /** True when it will not run; false when it runs, has run, or was called off before. */
    boolean cancel() {
      return later.drop(this);
    }
  }

  private static final class Watch implements Runnable {
    private final Later later;

    Watch(Later later) {
      this.later = later;
    }

    @Override
    public void run() {
      Task task = later.next();
      while (task != null) {
        later.relieve();
        try {
          Runnable what = task.what;
          task.what = null;
          what.run();
        } catch (Throwable e) {
          Errors.observing("what was to happen later", e);
        }
        Current.swap(null);
        later.watchAgain();
        task = later.next();
      }
    }
  }

  /** Threads that keep nothing of whoever happens to need them first. */
  private static final class Threads {
    /** Without inherited thread-locals: since 9. */
    private static final MethodHandle NEW = constructor();

    private static MethodHandle constructor() {
      try {
        return MethodHandles.publicLookup()
            .findConstructor(
                Thread.class,
                MethodType.methodType(
                    void.class,
                    ThreadGroup.class,
                    Runnable.class,
                    String.class,
                    long.class,
                    boolean.class));
      } catch (ReflectiveOperationException older) {
        return null;
      }
    }

    /**
     * A thread keeps the protection domains, and so the loaders, of all who are on the stack where
     * it is made, up to here.
     */
    static void start(final Runnable body) throws Throwable {
      Throwable failure =
          AccessController.doPrivileged(
              new PrivilegedAction<Throwable>() {
                @Override
                public Throwable run() {
                  try {
                    make(body).start();
                    return null;
                  } catch (Throwable e) {
                    return e;
                  }
                }
              });
      if (failure != null) {
        throw failure;
      }
    }

    private static Thread make(Runnable body) throws Throwable {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      while (group != null && group.getParent() != null) {
        group = group.getParent();
      }
      Thread thread =
          NEW == null
              ? new Thread(group, body, "outrider-later")
              : (Thread) NEW.invokeExact(group, body, "outrider-later", 0L, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(Later.class.getClassLoader());
      return thread;
    }
  }
}
