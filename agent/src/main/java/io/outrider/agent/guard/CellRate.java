// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * The arithmetic of a token bucket that is kept as one number, its theoretical arrival time: see
 * {@link Gcra}. Immutable; one serves any number of buckets with the same rate.
 *
 * <p>Times are sixteenths of a nanosecond since a first moment, which lasts nine years.
 */
final class CellRate {
  private static final int FRACTION_BITS = 4;
  private static final long MAX_ELAPSED = Long.MAX_VALUE >> FRACTION_BITS + 1;

  /** What one call is worth; rounded up, so the rate is never above the one asked for. */
  final long callTicks;

  /** What a full bucket is worth. */
  final long burstTicks;

  /**
   * @param calls so many calls are allowed
   * @param perNanos in so much time
   * @param burst so many at once after a pause; at least 1, and worth no more than nine years
   */
  CellRate(long calls, long perNanos, int burst) {
    long ticks = Math.multiplyExact(perNanos, 1L << FRACTION_BITS);
    callTicks = Math.max(1, (ticks - 1) / calls + 1);
    burstTicks = Math.multiplyExact(callTicks, (long) burst);
  }

  /** A clock that lags behind that of other threads is as good as one that stands still. */
  static long ticks(long elapsedNanos) {
    return Math.min(Math.max(0, elapsedNanos), MAX_ELAPSED) << FRACTION_BITS;
  }

  /** The arrival time after a call that is made now or in its turn. */
  long after(long before, long now, int cost) {
    return Math.max(now, before) + callTicks * cost;
  }

  /**
   * Nanoseconds until the last call that moved the arrival time there may be made; not above 0:
   * now. Rounded up, so that who waits as long as it was told does not come too early.
   */
  long lacksNanos(long arrival, long now) {
    return arrival - burstTicks - now + (1 << FRACTION_BITS) - 1 >> FRACTION_BITS;
  }
}
