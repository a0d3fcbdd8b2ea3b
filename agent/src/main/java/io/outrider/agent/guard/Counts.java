// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Calls, failures and slow calls packed into one long, 21 bits each, so that one atomic addition
 * records a call and one read gives three numbers that belong together. Packed values may be added
 * as long as no field passes {@link #FIELD_MAX}.
 */
final class Counts {
  static final int FIELD_BITS = 21;
  static final int FIELD_MAX = (1 << FIELD_BITS) - 1;

  static final long CALL = 1L;
  static final long FAILURE = 1L << FIELD_BITS;
  static final long SLOW = 1L << 2 * FIELD_BITS;

  private Counts() {}

  /** What one call adds. */
  static long of(boolean failed, boolean slow) {
    return CALL + (failed ? FAILURE : 0) + (slow ? SLOW : 0);
  }

  static int calls(long packed) {
    return (int) packed & FIELD_MAX;
  }

  static int failures(long packed) {
    return (int) (packed >>> FIELD_BITS) & FIELD_MAX;
  }

  static int slows(long packed) {
    return (int) (packed >>> 2 * FIELD_BITS) & FIELD_MAX;
  }

  /** Half of each field, rounded down. */
  static long half(long packed) {
    return pack(calls(packed) >> 1, failures(packed) >> 1, slows(packed) >> 1);
  }

  static long pack(int calls, int failures, int slows) {
    return calls + (long) failures * FAILURE + (long) slows * SLOW;
  }

  /**
   * The same numbers with fields below zero set to zero. Where numbers are taken off before the
   * thread that owes them has added them, a field may be negative for a moment and borrow from the
   * one above it; fields must be below {@link #FIELD_MAX} / 2 for that to be seen.
   */
  static long atLeastZero(long packed) {
    int calls = signed(packed);
    long rest = (packed - calls) >> FIELD_BITS;
    int failures = signed(rest);
    int slows = signed((rest - failures) >> FIELD_BITS);
    return pack(Math.max(0, calls), Math.max(0, failures), Math.max(0, slows));
  }

  private static int signed(long field) {
    int unused = Long.SIZE - FIELD_BITS;
    return (int) (field << unused >> unused);
  }
}
