// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

/**
 * Counts durations in buckets that grow by 5 %, from 1 us to about 1 h; a percentile is the middle
 * of its bucket, so wrong by at most 2.5 %. 2 kB, however many are recorded.
 */
final class Latencies {
  private static final double GROWTH = Math.log(1.05);
  private static final int BUCKETS = 452;

  private final int[] counts = new int[BUCKETS];
  private long total;
  private long min = Long.MAX_VALUE;
  private long max;

  void record(long nanos) {
    int bucket = (int) (Math.log(Math.max(1_000, nanos) / 1e3) / GROWTH);
    counts[Math.min(bucket, BUCKETS - 1)]++;
    total++;
    min = Math.min(min, nanos);
    max = Math.max(max, nanos);
  }

  /** Nanoseconds below which the share lies (nearest rank); -1 when nothing was recorded. */
  double percentile(double share) {
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS && total > 0; bucket++) {
      seen += counts[bucket];
      if (seen >= Math.max(1, rank)) {
        double middle = 1e3 * Math.exp((bucket + 0.5) * GROWTH);
        return Math.min(max, Math.max(min, middle));
      }
    }
    return -1;
  }
}
