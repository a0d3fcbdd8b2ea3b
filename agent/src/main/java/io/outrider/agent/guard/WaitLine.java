// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Waiting threads, of which the newest goes first: in an overload somebody still waits for its
 * answer, while the oldest have probably given up. Not safe for threads by itself, except for
 * {@link #length}.
 *
 * <p>In a line that does not empty, the oldest would starve until their time is over. So, as in B.
 * Maurer, "Fail at Scale" (ACM Queue 13, 2015), which puts CoDel (RFC 8289) to requests: once the
 * line has been standing for 100 ms, each one that joins it pushes out the two oldest that have
 * waited more than 5 ms. A spike that nobody follows drains undisturbed, and the newest is never
 * dropped, so that no place stays free. Where calls are long, four of them are the interval, and a
 * twentieth of it is the target: against calls of a second 5 ms would mean nothing.
 */
final class WaitLine {
  static final long TARGET_NANOS = 5_000_000L;
  static final long INTERVAL_NANOS = 100_000_000L;
  private static final int TARGETS_AN_INTERVAL = 20;
  private static final int CALLS_AN_INTERVAL = 4;

  private volatile int length;
  private Waiter newest;
  private Waiter oldest;
  private long standingSince;

  int length() {
    return length;
  }

  // One writer at a time: the field is volatile for those who only look.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void push(Waiter waiter) {
    if (newest == null) {
      oldest = waiter;
      standingSince = waiter.sinceNanos;
    } else {
      waiter.older = newest;
      newest.newer = waiter;
    }
    newest = waiter;
    length++;
  }

  /** Takes the newest out; null when nobody waits. */
  Waiter pop(Waiter.State because) {
    Waiter first = newest;
    if (first != null) {
      remove(first, because);
    }
    return first;
  }

  /** Takes out one that is in the line. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void remove(Waiter waiter, Waiter.State because) {
    if (waiter.newer == null) {
      newest = waiter.older;
    } else {
      waiter.newer.older = waiter.older;
    }
    if (waiter.older == null) {
      oldest = waiter.newer;
    } else {
      waiter.older.newer = waiter.newer;
    }
    waiter.older = null;
    waiter.newer = null;
    length--;
    waiter.state = because;
  }

  /**
   * Takes out the oldest when it is to make room for one that is about to join.
   *
   * @param callNanos how long calls take; 0: not known, and then nobody is dropped
   * @return null when none is to be dropped
   */
  Waiter dropStarving(long callNanos, long nowNanos) {
    Waiter last = oldest;
    if (last == null || callNanos == 0) {
      return null;
    }
    long interval = Math.max(INTERVAL_NANOS, CALLS_AN_INTERVAL * callNanos);
    boolean standing = nowNanos - standingSince >= interval;
    if (!standing || nowNanos - last.sinceNanos <= interval / TARGETS_AN_INTERVAL) {
      return null;
    }
    remove(last, Waiter.State.DROPPED);
    return last;
  }
}
