// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Reads how long a caller still waits. Whatever a caller sends is an answer: a number below 1 is a
 * deadline that has passed, one too large to mean anything is a year, and what is no number is as
 * if it were not there, for a peer's mistake must not fail its requests.
 */
public final class DeadlineHeader {
  /** The header that says nothing. */
  public static final long NONE = Long.MAX_VALUE;

  static final long LONGEST_NANOS = 365L * 24 * 3600 * 1_000_000_000L;

  private static final long MILLI = 1_000_000L;

  /** No number of more digits fits; fewer cannot overflow while they are read. */
  private static final int MOST_DIGITS = 18;

  private static final long NO_NUMBER = Long.MIN_VALUE;

  private DeadlineHeader() {}

  /**
   * @param text whole milliseconds, such as {@code 250}; null: not there
   * @return nanoseconds, 0 when that time is over; {@link #NONE} when it says nothing
   */
  public static long millis(String text) {
    String trimmed = text == null ? "" : text.trim();
    return nanos(number(trimmed, trimmed.length()), MILLI);
  }

  /**
   * @param text as gRPC sends it: digits and one of {@code H M S m u n}, such as {@code 250m}
   * @return as above
   */
  static long grpc(String text) {
    String trimmed = text == null ? "" : text.trim();
    int last = trimmed.length() - 1;
    long unit = last < 1 ? 0 : unit(trimmed.charAt(last));
    return unit == 0 ? NONE : nanos(number(trimmed, last), unit);
  }

  private static long unit(char c) {
    switch (c) {
      case 'H':
        return 3_600_000 * MILLI;
      case 'M':
        return 60_000 * MILLI;
      case 'S':
        return 1_000 * MILLI;
      case 'm':
        return MILLI;
      case 'u':
        return 1_000;
      case 'n':
        return 1;
      default:
        return 0;
    }
  }

  private static long nanos(long number, long unit) {
    if (number == NO_NUMBER) {
      return NONE;
    }
    return number <= 0 ? 0 : number > LONGEST_NANOS / unit ? LONGEST_NANOS : number * unit;
  }

  private static long number(String text, int end) {
    int start = end > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    if (start == end) {
      return NO_NUMBER;
    }
    long number = 0;
    int digits = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      // Zeros before the number are no digits of it.
      digits += digits > 0 || digit > 0 ? 1 : 0;
      number = digits > MOST_DIGITS ? Long.MAX_VALUE : number * 10 + digit;
    }
    return text.charAt(0) == '-' ? -number : number;
  }
}
