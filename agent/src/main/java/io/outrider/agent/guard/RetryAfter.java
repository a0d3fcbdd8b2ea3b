// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads the header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
  /** It is not there, or cannot be read. */
  static final long NONE = -1;

  /** Whoever asks for more than this is not waited for anyway. */
  private static final long MAX_SECONDS = 1_000_000_000L;

  private RetryAfter() {}

  /**
   * Nanoseconds, 0 when that time has passed; {@link #NONE}.
   *
   * @param nowMillis the time of day, which a date can only be held against
   */
  static long nanos(String value, long nowMillis) {
    String text = value == null ? "" : value.trim();
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.charAt(0) < '0' || text.charAt(0) > '9') {
      return date(text, nowMillis);
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      seconds = Math.min(MAX_SECONDS, seconds * 10 + digit);
    }
    return seconds * 1_000_000_000L;
  }

  private static long date(String text, long nowMillis) {
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      long millis = date.toInstant().toEpochMilli() - nowMillis;
      return Math.max(0, Math.min(MAX_SECONDS * 1_000, millis)) * 1_000_000L;
    } catch (DateTimeException | ArithmeticException noDate) {
      return NONE;
    }
  }
}
