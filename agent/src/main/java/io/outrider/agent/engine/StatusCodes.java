// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

/** HTTP status codes as the objects that attributes want, made once. */
final class StatusCodes {
  private static final Long[] NUMBERS = new Long[600];
  private static final String[] TEXTS = new String[600];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = (long) i;
      TEXTS[i] = Integer.toString(i);
    }
  }

  private StatusCodes() {}

  static Long number(int status) {
    return status >= 0 && status < NUMBERS.length ? NUMBERS[status] : Long.valueOf(status);
  }

  static String text(int status) {
    return status >= 0 && status < TEXTS.length ? TEXTS[status] : Integer.toString(status);
  }
}
