// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.Arrays;

/**
 * The total of one metric series, whether its sender reports totals or differences, and across
 * restarts of the sender (a new start time begins again at zero).
 */
final class Series {
  private static final long[] NONE = {};

  private double before;
  private long countBefore;
  private long[] bucketsBefore = NONE;
  private long start;
  private long firstTime;
  private Point last;

  void add(Point point) {
    if (last == null) {
      firstTime = point.start == 0 ? point.time : point.start;
    } else if (point.delta || point.start != start) {
      before += last.value;
      countBefore += last.count;
      bucketsBefore = sum(bucketsBefore, last.buckets);
    }
    start = point.start;
    last = point;
  }

  double value() {
    return last == null ? 0 : before + last.value;
  }

  long count() {
    return last == null ? 0 : countBefore + last.count;
  }

  long[] buckets() {
    return last == null ? NONE : sum(bucketsBefore, last.buckets);
  }

  long[] bounds() {
    return last == null ? NONE : last.bounds;
  }

  /** Nanoseconds since the epoch. */
  long firstTime() {
    return firstTime;
  }

  /** Nanoseconds since the epoch. */
  long lastTime() {
    return last == null ? 0 : last.time;
  }

  /** Bucket by bucket; the longer of the two when the bounds were changed meanwhile. */
  static long[] sum(long[] a, long[] b) {
    if (a.length != b.length) {
      return a.length > b.length ? a : b;
    }
    long[] sum = Arrays.copyOf(a, a.length);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
