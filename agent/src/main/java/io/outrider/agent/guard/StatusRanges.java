// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.BitSet;

/** A set of HTTP statuses, written {@code 500-599,429}. */
final class StatusRanges {
  static final String ALLOWED = "statuses and ranges from 100 to 599, such as 500-599,429";
  static final StatusRanges SERVER_ERRORS = parse("500-599");

  static final StatusRanges NONE = new StatusRanges(new BitSet());

  private final BitSet statuses;

  private StatusRanges(BitSet statuses) {
    this.statuses = statuses;
  }

  /** Null when the text is not well formed. */
  static StatusRanges parse(String text) {
    BitSet statuses = new BitSet();
    for (String part : text.split(",", -1)) {
      String range = part.trim();
      int dash = range.indexOf('-');
      int from = status(dash < 0 ? range : range.substring(0, dash).trim());
      int to = dash < 0 ? from : status(range.substring(dash + 1).trim());
      if (from < 0 || to < from) {
        return null;
      }
      statuses.set(from, to + 1);
    }
    return new StatusRanges(statuses);
  }

  private static int status(String text) {
    if (text.length() != 3) {
      return -1;
    }
    int status = 0;
    for (int i = 0; i < 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      status = status * 10 + digit;
    }
    return status >= 100 && status <= 599 ? status : -1;
  }

  boolean contains(int status) {
    return status > 0 && statuses.get(status);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusRanges && statuses.equals(((StatusRanges) other).statuses);
  }

  @Override
  public int hashCode() {
    return statuses.hashCode();
  }
}
