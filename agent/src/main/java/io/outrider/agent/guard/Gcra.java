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
 * <p>{@code T} is rounded up to a sixteenth of a nanosecond, so the rate is never above the one
 * asked for, and below it by at most 0.007 % up to a million calls a second.
 *
 * <p>Callers that were given a time to wait go in the order in which they asked.
 */
final class Gcra implements Tokens {
  private final long base;
  private final CellRate rate;
  private final HotLong arrival = new HotLong();

  /**
   * @param calls so many calls are allowed
   * @param perNanos in so much time
   * @param burst so many at once after a pause; at least 1
   */
  Gcra(long calls, long perNanos, int burst, long nowNanos) {
    this(new CellRate(calls, perNanos, burst), nowNanos);
  }

  Gcra(CellRate rate, long nowNanos) {
    this.base = nowNanos;
    this.rate = rate;
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
    long now = CellRate.ticks(nowNanos - base);
    while (true) {
      long before = arrival.get();
      long after = rate.after(before, now, cost);
      long lacks = rate.lacksNanos(after, now);
      if (lacks > maxWaitNanos) {
        return maxWaitNanos - lacks;
      }
      if (arrival.compareAndSet(before, after)) {
        return Math.max(0, lacks);
      }
    }
  }

  /**
   * Gives tokens back that were taken and not used, unless somebody waits for a later turn. The
   * bucket never holds more than its burst.
   *
   * @param turnNanos the moment for which they were granted
   */
  void giveBack(int cost, long turnNanos) {
    long turn = CellRate.ticks(turnNanos - base);
    while (true) {
      long before = arrival.get();
      if (rate.lacksNanos(before, turn) > 0
          || arrival.compareAndSet(before, before - rate.callTicks * cost)) {
        return;
      }
    }
  }

  @Override
  public long reserve(long key, long nowNanos, long maxWaitNanos) {
    return take(1, nowNanos, maxWaitNanos);
  }

  @Override
  public void release(long key, long turnNanos) {
    giveBack(1, turnNanos);
  }

  @Override
  public int keys() {
    return 0;
  }
}
