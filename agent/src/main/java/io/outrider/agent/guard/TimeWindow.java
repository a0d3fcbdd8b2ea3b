// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The calls of the last so many seconds, in a ring of 10 buckets.
 *
 * <p>A bucket belongs to one tick for ever. When the ring comes round, a new bucket replaces the
 * old one by compare-and-set; resetting it in place would lose what is added in between. The tick
 * is {@code (now - base) / bucketNanos}: only differences of {@link System#nanoTime} are used,
 * which may be negative and may wrap.
 *
 * <p>The bucket being filled counts as a whole one, so the window is between nine and ten tenths of
 * its nominal length. A call that ends on a thread which was held up for a whole window is not
 * counted. A bucket that is full (209 714 calls) halves its numbers: the ratio stays, and what
 * comes weighs more.
 */
final class TimeWindow extends FailureWindow {
  static final int BUCKETS = 10;

  /** The packed sum of all buckets must fit; the margin is for threads that add at one moment. */
  private static final int BUCKET_FULL = Counts.FIELD_MAX / BUCKETS - 1;

  private static final int MARGIN = 4096;

  private final long base;
  private final long bucketNanos;
  private final int minimumCalls;
  private final AtomicReferenceArray<Bucket> ring = new AtomicReferenceArray<>(BUCKETS);

  TimeWindow(long windowNanos, int minimumCalls, long nowNanos) {
    this.base = nowNanos;
    this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
    this.minimumCalls = minimumCalls;
  }

  @Override
  long record(long call, long nowNanos) {
    long tick = tick(nowNanos);
    Bucket bucket = bucket(tick);
    if (bucket == null) {
      return NOTHING_TO_JUDGE;
    }
    long counted = bucket.add(call);
    if (call == Counts.CALL && Counts.calls(counted) > minimumCalls) {
      return NOTHING_TO_JUDGE;
    }
    return sum(tick);
  }

  @Override
  long totals(long nowNanos) {
    return sum(tick(nowNanos));
  }

  private long tick(long nowNanos) {
    // Another thread may have read the clock a moment before this window was made.
    return Math.max(0, nowNanos - base) / bucketNanos;
  }

  /** The bucket of a tick; null when the ring has moved past it. */
  private Bucket bucket(long tick) {
    int index = (int) (tick % BUCKETS);
    Bucket bucket = ring.get(index);
    while (bucket == null || bucket.tick < tick) {
      Bucket fresh = new Bucket(tick);
      if (ring.compareAndSet(index, bucket, fresh)) {
        return fresh;
      }
      bucket = ring.get(index);
    }
    return bucket.tick == tick ? bucket : null;
  }

  private long sum(long tick) {
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

  private static final class Bucket extends AtomicLong {
    final long tick;

    Bucket(long tick) {
      this.tick = tick;
    }

    long add(long call) {
      while (true) {
        long counted = get();
        if (Counts.calls(counted) < BUCKET_FULL - MARGIN) {
          return addAndGet(call);
        }
        long halved = Counts.half(counted) + call;
        if (compareAndSet(counted, halved)) {
          return halved;
        }
      }
    }
  }
}
