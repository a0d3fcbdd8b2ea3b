// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.Map;
import java.util.TreeMap;

/** One received point of a metric. Filled by the decoder, then not changed. */
final class Point {
  private static final long[] NONE = {};

  String metric = "";
  Resource resource = Resource.unknown();

  /** Whether it holds what was added since the point before, not since the start. */
  boolean delta;

  /** Nanoseconds since the epoch; when the series began. */
  long start;

  /** Nanoseconds since the epoch. */
  long time;

  /** The value of a counter or gauge. */
  double value;

  /** How many values a histogram's point counts, and below which bounds they lie. */
  long count;

  long[] buckets = NONE;

  /** Upper bounds in the metric's unit, as the bits of doubles; one fewer than buckets. */
  long[] bounds = NONE;

  /** Sorted, so that the same attributes make the same text. */
  final Map<String, String> attributes = new TreeMap<>();

  String attribute(String key) {
    String value = attributes.get(key);
    return value == null ? "" : value;
  }
}
