// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last so many calls, exactly. Each call takes the next slot of a ring and adds to the packed
 * totals the difference to the call it displaces; a slot is swapped atomically, so whatever order
 * threads come in, the totals end up as the sum of the slots. In between they may be off by the
 * calls that other threads are just recording.
 */
final class CountWindow extends FailureWindow {
  static final int MAX_CALLS = 100_000;

  private static final int EMPTY = 0;
  private static final int GOOD = 1;
  private static final int FAILED = 2;
  private static final int SLOW = 4;

  private final int minimumCalls;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicIntegerArray slots;
  private final AtomicLong totals = new AtomicLong();

  CountWindow(int calls, int minimumCalls) {
    this.slots = new AtomicIntegerArray(calls);
    this.minimumCalls = Math.min(calls, minimumCalls);
  }

  @Override
  long record(long call, long nowNanos) {
    long change = call - counts(slots.getAndSet(nextSlot(), slot(call)));
    // A good call that displaces a good one changes nothing.
    long now = change == 0 ? totals.get() : totals.addAndGet(change);
    // Only while the window fills can a good call be the one that makes the number sufficient.
    if (call == Counts.CALL && (change != call || Counts.calls(now) < minimumCalls)) {
      return NOTHING_TO_JUDGE;
    }
    return Counts.atLeastZero(now);
  }

  @Override
  long totals(long nowNanos) {
    return Counts.atLeastZero(totals.get());
  }

  private int nextSlot() {
    int size = slots.length();
    while (true) {
      int slot = next.get();
      if (next.compareAndSet(slot, slot + 1 == size ? 0 : slot + 1)) {
        return slot;
      }
    }
  }

  private static int slot(long call) {
    return GOOD | (Counts.failures(call) > 0 ? FAILED : 0) | (Counts.slows(call) > 0 ? SLOW : 0);
  }

  private static long counts(int slot) {
    return slot == EMPTY ? 0 : Counts.of((slot & FAILED) != 0, (slot & SLOW) != 0);
  }
}
