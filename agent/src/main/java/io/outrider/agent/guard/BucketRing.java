// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Packed {@link Counts} of a span of time, in a ring of 10 buckets.
 *
 * <p>A bucket belongs to one tick for ever. When the ring comes round, a new bucket replaces the
 * old one by compare-and-set; resetting it in place would lose what is added in between. The tick
 * is {@code (now - base) / bucketNanos}: only differences of {@link System#nanoTime} are used,
 * which may be negative and may wrap. The division is done once a bucket: the one that was made
 * last knows from when to when it lasts.
 *
 * <p>The bucket being filled counts as a whole one, so what is remembered is between nine and ten
 * tenths of the nominal span. A bucket that is full (209 714 calls) halves its numbers: the ratio
 * stays, and what comes weighs more.
 */
final class BucketRing {
  static final int BUCKETS = 10;

  /** The packed sum of all buckets must fit; the margin is for threads that add at one moment. */
  private static final int FULL = Counts.FIELD_MAX / BUCKETS - 1;

  private static final int MARGIN = 4096;

  private final long base;
  private final long bucketNanos;
  private final AtomicReferenceArray<Bucket> ring = new AtomicReferenceArray<>(BUCKETS);

  /** Most likely the bucket of now; any other is as good, but slower. */
  private volatile Bucket latest;

  BucketRing(long spanNanos, long nowNanos) {
    this.base = nowNanos;
    this.bucketNanos = Math.max(1, spanNanos / BUCKETS);
    this.latest = new Bucket(0);
    ring.set(0, latest);
  }

  long tick(long nowNanos) {
    // Another thread may have read the clock a moment before this ring was made.
    return Math.max(0, nowNanos - base) / bucketNanos;
  }

  /** The bucket of a tick; null when the ring has moved past it. */
  Bucket bucket(long tick) {
    int index = (int) (tick % BUCKETS);
    Bucket bucket = ring.get(index);
    while (bucket == null || bucket.tick < tick) {
      Bucket fresh = new Bucket(tick);
      if (ring.compareAndSet(index, bucket, fresh)) {
        latest = fresh;
        return fresh;
      }
      bucket = ring.get(index);
    }
    return bucket.tick == tick ? bucket : null;
  }

  /**
   * Likewise by the time, and faster. What a thread adds that lags behind all others by the whole
   * span may be forgotten at once.
   */
  Bucket bucketAt(long nowNanos) {
    Bucket bucket = latest;
    long age = nowNanos - base - bucket.tick * bucketNanos;
    return age >= 0 && age < bucketNanos ? bucket : bucket(tick(nowNanos));
  }

  /** One of the {@link #BUCKETS}, of whatever tick; null when it was never filled. */
  Bucket at(int index) {
    return ring.get(index);
  }

  /** All that is remembered at a tick. */
  long sum(long tick) {
    long sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      Bucket bucket = ring.get(i);
      // Newer ones count too: a thread that is late judges by what is known now.
      if (bucket != null && bucket.tick > tick - BUCKETS) {
        sum += bucket.get();
      }
    }
    return sum;
  }

  static final class Bucket extends HotLong {
    final long tick;

    Bucket(long tick) {
      this.tick = tick;
    }

    /** Returns the bucket's counts, with these. */
    long add(long counts) {
      // Added first, for to read first would be to fetch it twice.
      long counted = addAndGet(counts);
      while (Counts.calls(counted) >= FULL - MARGIN) {
        long halved = Counts.half(counted);
        if (compareAndSet(counted, halved)) {
          return halved;
        }
        counted = get();
      }
      return counted;
    }
  }
}
