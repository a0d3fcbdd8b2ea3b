// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/**
 * An IP address as 128 bits. One of version 4 is the same as its form in version 6, {@code
 * ::ffff:10.0.0.1}: which of both a server reports depends on the socket, not on the caller.
 */
public final class IpAddress {
  /** What stands before an address of version 4. */
  static final long MAPPED = 0xffffL << 32;

  private static final int LONGEST = 64;

  final long high;
  final long low;

  IpAddress(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Reads an address as text, never asking a name service.
   *
   * @param text such as {@code 10.0.0.1}, {@code fe80::1%eth0} or {@code [::1]}; may be null
   * @return null when it is none
   */
  public static IpAddress parse(String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    int from = 0;
    int to = text.length();
    if (text.charAt(0) == '[' && text.charAt(to - 1) == ']') {
      from++;
      to--;
    }
    if (text.indexOf(':') < 0) {
      long four = four(text, from, to);
      return four < 0 ? null : new IpAddress(0, MAPPED | four);
    }
    int zone = text.indexOf('%');
    return six(text, from, zone < 0 ? to : zone);
  }

  /** -1 when it is none. A leading zero is refused: some read such a number as octal. */
  private static long four(String text, int from, int to) {
    long address = 0;
    int part = -1;
    int dots = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (part < 0 || ++dots > 3) {
          return -1;
        }
        address = address << 8 | part;
        part = -1;
      } else if (c >= '0' && c <= '9' && part != 0) {
        part = part < 0 ? c - '0' : part * 10 + c - '0';
        if (part > 255) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    return dots == 3 && part >= 0 ? address << 8 | part : -1;
  }

  private static IpAddress six(String text, int from, int to) {
    // Groups before the double colon are shifted in from the right, as are those after it; the
    // former then move up by what the double colon stands for.
    long headHigh = 0;
    long headLow = 0;
    long high = 0;
    long low = 0;
    int head = -1;
    int groups = 0;
    int at = from;
    if (at + 1 < to && text.charAt(at) == ':' && text.charAt(at + 1) == ':') {
      head = 0;
      at += 2;
    }
    while (at < to) {
      int end = at;
      while (end < to && text.charAt(end) != ':') {
        end++;
      }
      boolean dotted = end == to && text.indexOf('.', at) >= 0;
      long value = dotted ? four(text, at, to) : group(text, at, end);
      int width = dotted ? 2 : 1;
      groups += width;
      if (value < 0 || groups > 8) {
        return null;
      }
      high = high << 16 * width | low >>> 64 - 16 * width;
      low = low << 16 * width | value;
      if (end == to) {
        at = to;
      } else if (end + 1 < to && text.charAt(end + 1) == ':') {
        if (head >= 0) {
          return null;
        }
        head = groups;
        headHigh = high;
        headLow = low;
        high = 0;
        low = 0;
        at = end + 2;
      } else if (end + 1 == to) {
        return null;
      } else {
        at = end + 1;
      }
    }
    if (head < 0) {
      return groups == 8 ? new IpAddress(high, low) : null;
    }
    if (groups > 7) {
      return null;
    }
    for (int i = head; i < 8; i++) {
      headHigh = headHigh << 16 | headLow >>> 48;
      headLow <<= 16;
    }
    return new IpAddress(headHigh | high, headLow | low);
  }

  /** One to four hexadecimal digits; -1 when it is something else. */
  private static long group(String text, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress
        && high == ((IpAddress) other).high
        && low == ((IpAddress) other).low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }
}
