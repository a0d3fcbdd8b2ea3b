// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * So many places, and those who wait for one.
 *
 * <p>While nobody waits, taking a place is one compare-and-set, and so is giving it back. The lock
 * is only for the line: it is held for a few instructions, never while a thread is parked.
 *
 * <p>No wake-up is lost: who joins the line looks at the places once more after it has joined, and
 * who gives a place back looks at the line once more after it has done so; of two who do that at
 * once at least one sees the other. While somebody waits, a place is not given back at all but
 * handed on to the newest waiter, so that nobody who comes later can take it first. Whether a
 * waiter got its place or gave up is decided under the lock: never both.
 */
final class Places {
  /** How long calls take is smoothed over about so many. */
  private static final int SMOOTHING = 8;

  /** What each that joins a standing line pushes out: more than it adds, so the line shrinks. */
  private static final int DROPS = 2;

  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_RETRY = 30 * SECOND;

  private final LongSupplier clock;
  private final HotLong inUse = new HotLong();
  private final AtomicInteger limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitLine line = new WaitLine();

  /** How long a call takes when all places are taken; 0: not known. A lost update is harmless. */
  private volatile long callNanos;

  Places(int limit, LongSupplier clock) {
    this.limit = new AtomicInteger(limit);
    this.clock = clock;
  }

  /** Takes a place when fewer than so many are taken. */
  boolean tryEnter(int allowed) {
    while (true) {
      long taken = inUse.get();
      if (taken >= allowed) {
        return false;
      }
      if (inUse.compareAndSet(taken, taken + 1)) {
        return true;
      }
    }
  }

  /**
   * Puts this thread into the line; it then has to {@link #await}.
   *
   * @return null when there is no room
   */
  Waiter join(int maxQueue, long nowNanos) {
    Waiter waiter = null;
    lock.lock();
    try {
      for (int i = 0; i < DROPS; i++) {
        Waiter dropped = line.dropStarving(callNanos, nowNanos);
        if (dropped != null) {
          LockSupport.unpark(dropped.thread);
        }
      }
      if (line.length() < maxQueue) {
        waiter = new Waiter(Thread.currentThread(), nowNanos);
        line.push(waiter);
        // A place may have come free since this thread found none.
        if (tryEnter(limit.get())) {
          line.remove(waiter, Waiter.State.GRANTED);
        }
      }
    } finally {
      lock.unlock();
    }
    return waiter;
  }

  /**
   * Holds this thread up until its fate is decided. Ends early, with the flag kept, if interrupted.
   */
  Waiter.State await(Waiter waiter, long deadlineNanos) {
    try {
      while (waiter.state == Waiter.State.WAITING) {
        long left = deadlineNanos - clock.getAsLong();
        if (left <= 0 || waiter.thread.isInterrupted()) {
          leaveLine(waiter);
          break;
        }
        LockSupport.parkNanos(this, left);
      }
    } catch (Throwable t) {
      if (!leaveLine(waiter) && waiter.state == Waiter.State.GRANTED) {
        leave();
      }
      throw t;
    }
    return waiter.state;
  }

  /** False when something else was decided before. */
  private boolean leaveLine(Waiter waiter) {
    lock.lock();
    try {
      boolean still = waiter.state == Waiter.State.WAITING;
      if (still) {
        line.remove(waiter, Waiter.State.GONE);
      }
      return still;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back after a call of this length. */
  void leave(long nanos) {
    if (inUse.get() >= limit.get()) {
      long known = callNanos;
      long took = Math.max(1, nanos);
      callNanos = known == 0 ? took : Math.max(1, known + (took - known) / SMOOTHING);
    }
    leave();
  }

  void leave() {
    if (line.length() != 0) {
      handOn();
      return;
    }
    free();
    if (line.length() != 0) {
      serve();
    }
  }

  private void free() {
    while (true) {
      long taken = inUse.get();
      // Given back twice: a place too many is the lesser harm than a count below zero for ever.
      if (taken == 0 || inUse.compareAndSet(taken, taken - 1)) {
        return;
      }
    }
  }

  private void handOn() {
    Waiter next = null;
    lock.lock();
    try {
      long taken = inUse.get();
      if (taken > 0 && taken <= limit.get()) {
        next = line.pop(Waiter.State.GRANTED);
      }
      if (next == null) {
        free();
      }
    } finally {
      lock.unlock();
    }
    if (next == null) {
      serve();
    } else {
      LockSupport.unpark(next.thread);
    }
  }

  /** Gives free places to those who wait. */
  private void serve() {
    while (line.length() != 0) {
      Waiter next;
      lock.lock();
      try {
        next = line.length() != 0 && tryEnter(limit.get()) ? line.pop(Waiter.State.GRANTED) : null;
      } finally {
        lock.unlock();
      }
      if (next == null) {
        return;
      }
      LockSupport.unpark(next.thread);
    }
  }

  int limit() {
    return limit.get();
  }

  /** Calls beyond a lower limit may end; no new one begins until they are below it. */
  void limit(int calls) {
    limit.set(calls);
    serve();
  }

  int inUse() {
    return (int) inUse.get();
  }

  int waiting() {
    return line.length();
  }

  /**
   * When another try makes sense: after as many rounds of calls as it takes to serve those who wait
   * and one more; a second when nobody knows how long calls take.
   */
  long retryNanos() {
    long call = callNanos;
    if (call == 0) {
      return SECOND;
    }
    double rounds = 1 + (double) line.length() / Math.max(1, limit.get());
    return (long) Math.max(1, Math.min(LONGEST_RETRY, call * rounds));
  }

  @Override
  public String toString() {
    return "places: " + inUse() + " of " + limit() + " taken, " + waiting() + " wait";
  }
}
