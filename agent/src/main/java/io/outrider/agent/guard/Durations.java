// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads and writes durations the way rules spell them: {@code 300ms}, {@code 2s}, {@code 5m}. */
final class Durations {
  /** What a message says is allowed. */
  static final String ALLOWED = "a number with a unit: 300ms, 2s, 5m or 1h";

  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private Durations() {}

  /** Nanoseconds, or -1 when it is no duration, has no unit, or does not fit into 10 years. */
  static long parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    long unit = unit(text.substring(digits).trim());
    if (digits == 0 || digits > 12 || unit == 0) {
      return -1;
    }
    long number = Long.parseLong(text.substring(0, digits));
    return number > 10L * 365 * 24 * 3600 * SECOND / unit ? -1 : number * unit;
  }

  private static long unit(String text) {
    switch (text) {
      case "ms":
        return MS;
      case "s":
        return SECOND;
      case "m":
        return 60 * SECOND;
      case "h":
        return 3600 * SECOND;
      default:
        return 0;
    }
  }

  /** Short and rounded, for people: {@code 3.2s}, {@code 150ms}, {@code 5m}. */
  static String text(long nanos) {
    if (nanos < SECOND) {
      return (nanos + MS - 1) / MS + "ms";
    }
    if (nanos < 60 * SECOND) {
      long tenths = (nanos + SECOND / 20) / (SECOND / 10);
      return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
    }
    long seconds = (nanos + SECOND / 2) / SECOND;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
