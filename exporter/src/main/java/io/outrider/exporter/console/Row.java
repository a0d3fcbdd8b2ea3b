// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.Arrays;
import java.util.List;

/**
 * One line of the RED table. Refused calls were not made: they count neither as calls nor as
 * errors.
 */
final class Row implements Comparable<Row> {
  static final String SERVER = "server";
  static final String CLIENT = "client";
  static final String DATABASE = "db";
  static final String PRODUCER = "producer";
  static final String CONSUMER = "consumer";

  private static final List<String> ORDER =
      Arrays.asList(SERVER, CONSUMER, CLIENT, PRODUCER, DATABASE);

  final Red.Key key;
  final boolean fromHistogram;
  long calls;
  long errors;
  long refused;

  /** Nanoseconds since the epoch. */
  long first = Long.MAX_VALUE;

  /** Nanoseconds since the epoch. */
  long last;

  /** Nanoseconds; -1 when unknown. */
  double p50 = -1;

  double p95 = -1;
  double p99 = -1;

  private long[] buckets = {};
  private long[] bounds = {};

  Row(Red.Key key, boolean fromHistogram) {
    this.key = key;
    this.fromHistogram = fromHistogram;
  }

  void add(Red.Histogram histogram) {
    long count = histogram.series.count();
    first = Math.min(first, histogram.series.firstTime());
    last = Math.max(last, histogram.series.lastTime());
    if (histogram.errorType.equals("circuit_open")) {
      refused += count;
      return;
    }
    calls += count;
    if (!histogram.errorType.isEmpty()) {
      errors += count;
    }
    if (histogram.series.bounds().length >= bounds.length) {
      bounds = histogram.series.bounds();
    }
    buckets =
        buckets.length == 0
            ? histogram.series.buckets()
            : Series.sum(buckets, histogram.series.buckets());
    p50 = percentile(0.50);
    p95 = percentile(0.95);
    p99 = percentile(0.99);
  }

  /** Calls a second over the time in which any came, which is at least a second. */
  double rate() {
    return attempts() / Math.max(1, (last - first) / 1e9);
  }

  long attempts() {
    return calls + refused;
  }

  /** Rows of one group are all taken from spans or all from histograms. */
  String group() {
    return key.service + ' ' + key.side;
  }

  /** Linear within the bucket; the last bucket, which has no upper bound, gives its lower one. */
  private double percentile(double share) {
    if (buckets.length > bounds.length + 1) {
      return -1; // The sender changed its bounds on the way.
    }
    long total = 0;
    for (long bucket : buckets) {
      total += bucket;
    }
    double rank = share * total;
    double seen = 0;
    for (int i = 0; i < buckets.length && total > 0; i++) {
      if (buckets[i] > 0 && seen + buckets[i] >= rank) {
        double low = i == 0 ? 0 : Double.longBitsToDouble(bounds[i - 1]);
        double high = i == bounds.length ? low : Double.longBitsToDouble(bounds[i]);
        return 1e9 * (low + (high - low) * (rank - seen) / buckets[i]);
      }
      seen += buckets[i];
    }
    return -1;
  }

  @Override
  public int compareTo(Row other) {
    int order = key.service.compareTo(other.key.service);
    if (order == 0) {
      order = Integer.compare(ORDER.indexOf(key.side), ORDER.indexOf(other.key.side));
    }
    if (order == 0) {
      order = Long.compare(other.attempts(), attempts());
    }
    return order == 0 ? key.operation.compareTo(other.key.operation) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row && compareTo((Row) other) == 0;
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
