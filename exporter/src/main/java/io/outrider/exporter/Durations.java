// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.Locale;

/** The spelling of durations in configuration. */
final class Durations {

  private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h", "d"};
  private static final long[] NANOS = {
    1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
  };

  private Durations() {}

  /**
   * Returns nanoseconds, or -1 for what is not a duration.
   *
   * @param bareMillis whether a number without a unit is milliseconds rather than an error
   */
  static long parse(String text, boolean bareMillis) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == 0 || end > 18) {
      return -1;
    }
    long number = Long.parseLong(text.substring(0, end));
    String unit = text.substring(end).trim().toLowerCase(Locale.ROOT);
    if (unit.isEmpty() && bareMillis) {
      unit = "ms";
    }
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        // A span longer than the clock's range means "for ever".
        return number > Long.MAX_VALUE / NANOS[i] ? Long.MAX_VALUE : number * NANOS[i];
      }
    }
    return -1;
  }

  /** Returns the shortest spelling that {@link #parse} reads back. */
  static String text(long nanos) {
    for (int i = UNITS.length - 1; i > 0; i--) {
      if (nanos != 0 && nanos % NANOS[i] == 0) {
        return nanos / NANOS[i] + UNITS[i];
      }
    }
    return nanos == 0 ? "0ms" : nanos + "ns";
  }
}
