// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * How many requests were finished in each of the last seconds, and how long they took; from that,
 * how many can be under way at once without queueing.
 *
 * <p>By Little's law {@code limit = most passes of a bucket x buckets a second x shortest mean time
 * of a bucket}, as BBR estimates what a link can carry. The shortest mean of a bucket stands for
 * the time without queueing: the shortest time of a single request would be that of the quickest
 * route there is, and say nothing about the others. Ten buckets of a second; the one being filled
 * is not looked at.
 */
final class PassWindow {
  private static final long SPAN_NANOS = 10_000_000_000L;

  /** Times are summed in the lower bits, in microseconds, and passes counted above them. */
  private static final int TIME_BITS = 44;

  private static final long TIME_MASK = (1L << TIME_BITS) - 1;
  private static final long MAX_PASSES = (1L << 64 - TIME_BITS) - 4_096;

  /** Requests that take longer count as this: else a few of them would be all there is to see. */
  private static final long LONGEST_MICROS = 10_000_000;

  private final BucketRing ring;

  PassWindow(long nowNanos) {
    ring = new BucketRing(SPAN_NANOS, nowNanos);
  }

  /** One request was finished. */
  void add(long nanos, long nowNanos) {
    BucketRing.Bucket bucket = ring.bucket(ring.tick(nowNanos));
    long micros = Math.max(1, Math.min(LONGEST_MICROS, nanos / 1_000));
    // What comes when a bucket is full, at a million passes a second, no longer changes the mean.
    if (bucket != null && bucket.get() >>> TIME_BITS < MAX_PASSES) {
      bucket.addAndGet((1L << TIME_BITS) + micros);
    }
  }

  /** How many requests can be under way; negative when nothing is known. */
  double limit(long nowNanos) {
    long tick = ring.tick(nowNanos);
    long most = 0;
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < BucketRing.BUCKETS; i++) {
      BucketRing.Bucket bucket = ring.at(i);
      if (bucket != null && bucket.tick < tick && bucket.tick > tick - BucketRing.BUCKETS) {
        long filled = bucket.get();
        long passes = filled >>> TIME_BITS;
        if (passes > 0) {
          most = Math.max(most, passes);
          shortest = Math.min(shortest, (double) (filled & TIME_MASK) / passes);
        }
      }
    }
    return most == 0 ? -1 : most * shortest / 1_000_000;
  }
}
