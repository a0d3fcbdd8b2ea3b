// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * The calls of the last so many seconds. A call that ends on a thread which was held up for a whole
 * window is not counted.
 */
final class TimeWindow extends FailureWindow {
  private final BucketRing ring;
  private final int minimumCalls;

  TimeWindow(long windowNanos, int minimumCalls, long nowNanos) {
    this.ring = new BucketRing(windowNanos, nowNanos);
    this.minimumCalls = minimumCalls;
  }

  @Override
  long record(long call, long nowNanos) {
    BucketRing.Bucket bucket = ring.bucketAt(nowNanos);
    if (bucket == null) {
      return NOTHING_TO_JUDGE;
    }
    long counted = bucket.add(call);
    // Past the minimum within this bucket alone, a good call cannot be the one that completes it.
    if (call == Counts.CALL && Counts.calls(counted) > minimumCalls) {
      return NOTHING_TO_JUDGE;
    }
    return ring.sum(bucket.tick);
  }

  @Override
  long totals(long nowNanos) {
    return ring.sum(ring.tick(nowNanos));
  }
}
