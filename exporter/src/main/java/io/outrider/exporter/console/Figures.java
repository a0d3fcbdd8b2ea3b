// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes durations, rates, shares and times of day, each with its unit and three digits or so. */
final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private Figures() {}

  /** A dash when negative, which stands for unknown. */
  static String duration(double nanos) {
    if (nanos < 0) {
      return "-";
    }
    double millis = nanos / 1e6;
    if (millis < 0.995) {
      return String.format(Locale.ROOT, "%.2f ms", millis);
    }
    if (millis < 99.95) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 999.5) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    double seconds = millis / 1e3;
    return String.format(Locale.ROOT, seconds < 99.995 ? "%.2f s" : "%.0f s", seconds);
  }

  static String rate(double perSecond) {
    String format = perSecond < 0.995 ? "%.2f/s" : perSecond < 99.95 ? "%.1f/s" : "%.0f/s";
    return String.format(Locale.ROOT, format, perSecond);
  }

  static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f%%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }

  /** The local time of day. */
  static String time(long epochNanos) {
    return TIME.format(Instant.ofEpochSecond(0, epochNanos).atZone(ZoneId.systemDefault()));
  }

  /** "1 span", "2 spans". */
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
