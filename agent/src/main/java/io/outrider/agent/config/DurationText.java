// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import java.time.Duration;

/** Reads {@code 500ms}, {@code 2s}, {@code 1m}. */
final class DurationText {
  private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h", "d"};
  private static final long[] NANOS = {
    1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
  };

  private DurationText() {}

  static String allowed(boolean bareMilliseconds) {
    return bareMilliseconds
        ? "milliseconds, or a whole number with a unit (ms, s, m, h, d)"
        : "a whole number with a unit (ns, us, ms, s, m, h, d)";
  }

  /**
   * @param bareMilliseconds a number without a unit is milliseconds, else it is refused: "100" has
   *     been read as seconds by some and milliseconds by others
   */
  static Duration parse(String value, boolean bareMilliseconds) throws BadValue {
    int digits = 0;
    while (digits < value.length() && isDigit(value.charAt(digits))) {
      digits++;
    }
    String unit = value.substring(digits).trim();
    long nanos = unit.isEmpty() && bareMilliseconds ? NANOS[2] : nanosOf(unit);
    if (digits == 0 || nanos == 0) {
      throw new BadValue(allowed(bareMilliseconds), fix(value, digits, unit));
    }
    try {
      long amount = Long.parseLong(value.substring(0, digits));
      return Duration.ofNanos(Math.multiplyExact(amount, nanos));
    } catch (ArithmeticException tooLong) {
      throw new BadValue(allowed(bareMilliseconds) + " of at most 292 years", null);
    } catch (NumberFormatException tooLong) {
      throw new BadValue(allowed(bareMilliseconds) + " of at most 292 years", null);
    }
  }

  private static String fix(String value, int digits, String unit) {
    String amount = value.substring(0, digits);
    if (digits > 0 && unit.isEmpty()) {
      return "add a unit: " + amount + "ms or " + amount + "s";
    }
    if (digits > 0 && unit.startsWith(".")) {
      return "write it without a fraction in a smaller unit: 1500ms for 1.5s";
    }
    return "write it like 500ms, 2s or 1m";
  }

  private static long nanosOf(String unit) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return NANOS[i];
      }
    }
    return 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
