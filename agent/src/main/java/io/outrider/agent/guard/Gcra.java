// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * A token bucket as one number: the generic cell rate algorithm in its virtual scheduling form
 * (ITU-T I.371).
 *
 * <p>With {@code T} the time one call is worth and {@code tau = T * burst}, the number is the
 * theoretical arrival time {@code tat} at which the bucket would be full again. A call of cost
 * {@code c} moves it to {@code max(now, tat) + c * T}, and conforms when that is no more than
 * {@code tau} after now. What it lacks is exactly how long to wait. Nothing refills in the
 * background, and there is no cycle at whose edge twice the burst could pass.
 *
 * <p>Times are kept in sixteenths of a nanosecond since the first moment, which lasts nine years.
 * {@code T} is rounded up, so the rate is never above the one asked for, and below it by at most
 * 0.007 % up to a million calls a second.
 *
 * <p>Callers that were given a time to wait go in the order in which they asked.
 */
final class Gcra {
  private static final int FRACTION_BITS = 4;
  private static final long MAX_ELAPSED = Long.MAX_VALUE >> FRACTION_BITS + 1;

  private final long base;
  private final long callTicks;
  private final long burstTicks;
  private final HotLong arrival = new HotLong();

  /**
   * @param calls so many calls are allowed
   * @param perNanos in so much time
   * @param burst so many at once after a pause; at least 1
   */
  Gcra(long calls, long perNanos, int burst, long nowNanos) {
    this.base = nowNanos;
    long ticks = Math.multiplyExact(perNanos, 1L << FRACTION_BITS);
    this.callTicks = Math.max(1, (ticks - 1) / calls + 1);
    this.burstTicks = Math.multiplyExact(callTicks, (long) burst);
  }

  /**
   * Takes tokens, now or from the near future.
   *
   * @param cost how many; more than the burst are never to be had without a wait
   * @param maxWaitNanos the longest the caller is willing to wait; 0: not at all
   * @return nanoseconds the caller has to wait before it goes on, 0 or more; or, when that would be
   *     too long, nothing was taken and the result is minus the nanoseconds after which to ask
   *     again
   */
  long take(int cost, long nowNanos, long maxWaitNanos) {
    // A clock that lags behind that of other threads is as good as one that stands still.
    long now = Math.min(Math.max(0, nowNanos - base), MAX_ELAPSED) << FRACTION_BITS;
    long worth = callTicks * cost;
    while (true) {
      long before = arrival.get();
      long after = Math.max(now, before) + worth;
      long lacks = nanos(after - burstTicks - now);
      if (lacks > maxWaitNanos) {
        return maxWaitNanos - lacks;
      }
      if (arrival.compareAndSet(before, after)) {
        return Math.max(0, lacks);
      }
    }
  }

  /** Rounded up, so that who waits as long as it was told does not come too early. */
  private static long nanos(long ticks) {
    return ticks + (1 << FRACTION_BITS) - 1 >> FRACTION_BITS;
  }

  /** Gives tokens back that were taken and not used. The bucket never holds more than its burst. */
  void giveBack(int cost) {
    arrival.addAndGet(-callTicks * cost);
  }
}
