// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/** A block of IP addresses (CIDR, RFC 4632): all that begin with the same bits. */
public final class AddressBlock {
  /** What is allowed, for messages. */
  public static final String ALLOWED =
      "an address or a block of addresses, such as 10.0.0.7, 10.0.0.0/8 or 2001:db8::/32";

  private final long high;
  private final long low;
  private final long highMask;
  private final long lowMask;

  private AddressBlock(IpAddress address, int bits) {
    highMask = mask(Math.min(bits, 64));
    lowMask = mask(Math.max(bits - 64, 0));
    high = address.high & highMask;
    low = address.low & lowMask;
  }

  /** Null when the text is no such block. */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String written = slash < 0 ? text : text.substring(0, slash);
    IpAddress address = IpAddress.parse(written);
    if (address == null) {
      return null;
    }
    // Whoever writes ::ffff:10.0.0.0/104 counts all 128 bits.
    int before = written.indexOf(':') < 0 ? 96 : 0;
    int bits = slash < 0 ? 128 : before + number(text.substring(slash + 1));
    return bits < before || bits > 128 ? null : new AddressBlock(address, bits);
  }

  /** Whether the address is in it; false for null. */
  public boolean contains(IpAddress address) {
    return address != null && (address.high & highMask) == high && (address.low & lowMask) == low;
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << 64 - bits;
  }

  /** Far outside of what is allowed when it is none. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1_000;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1_000;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
