// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Keeps retries a small part of all calls, so that they cannot add up to a storm when every call
 * fails.
 *
 * <p>Of the last ten seconds: {@code retries <= calls * ratio + floor}, where the floor, so many a
 * second, lets a service with little traffic retry at all. Calls are first attempts only.
 */
final class RetryBudget {
  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final int SPAN_SECONDS = 10;

  private final BucketRing ring;
  private final int ratio;
  private final int floor;

  /**
   * @param ratio in hundredths of a percent: 2 000 is one retry for every five calls
   * @param floorPerSecond retries that are allowed whatever the number of calls
   */
  RetryBudget(int ratio, int floorPerSecond, long nowNanos) {
    this.ring = new BucketRing(SPAN_NANOS, nowNanos);
    this.ratio = ratio;
    this.floor = floorPerSecond * SPAN_SECONDS;
  }

  /** A call was made for the first time. */
  void called(long nowNanos) {
    BucketRing.Bucket bucket = ring.bucket(ring.tick(nowNanos));
    if (bucket != null) {
      bucket.add(Counts.CALL);
    }
  }

  /**
   * Takes one retry from the budget; false when there is none, and the call has failed for good.
   */
  boolean tryRetry(long nowNanos) {
    long tick = ring.tick(nowNanos);
    while (true) {
      BucketRing.Bucket bucket = ring.bucket(tick);
      if (bucket == null) {
        return false;
      }
      // Read before the sum: if it is still the same afterwards, nobody else has taken a retry.
      long counted = bucket.get();
      if (retriesLeft(ring.sum(tick)) < 1) {
        return false;
      }
      // Retries sit in the field that otherwise holds failures.
      if (bucket.compareAndSet(counted, counted + Counts.FAILURE)) {
        return true;
      }
    }
  }

  /** How many retries the budget holds. */
  int left(long nowNanos) {
    return Math.max(0, retriesLeft(ring.sum(ring.tick(nowNanos))));
  }

  private int retriesLeft(long totals) {
    long allowed = (long) Counts.calls(totals) * ratio / BreakerSettings.ALL + floor;
    return (int) Math.min(Integer.MAX_VALUE, allowed - Counts.failures(totals));
  }
}
