// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Locale;

/**
 * The addresses that count as one caller: a single IPv4 address, and the first 64 bits of an IPv6
 * one. Whoever has one IPv6 address usually has the other 2^64 - 1 of its network as well.
 */
final class AddressBlock {
  private static final int GROUPS = 4;

  private AddressBlock() {}

  /**
   * The first four groups of an IPv6 address, without leading zeros; any other text unchanged.
   *
   * @param address as servers write it: {@code 0:0:0:0:0:0:0:1}, {@code [2001:db8::1]}, {@code
   *     fe80::1%eth0}, {@code ::ffff:10.0.0.1}; may be null
   */
  static String of(String address) {
    if (address == null || address.indexOf(':') < 0) {
      return address;
    }
    int end = address.indexOf('%');
    end = end < 0 ? address.indexOf(']') : end;
    String text =
        address.substring(address.startsWith("[") ? 1 : 0, end < 0 ? address.length() : end);
    if (text.indexOf('.') >= 0) {
      // IPv4 in the clothes of IPv6.
      return text.substring(text.lastIndexOf(':') + 1);
    }
    int gap = text.indexOf("::");
    String[] before = (gap < 0 ? text : text.substring(0, gap)).split(":");
    String[] after = gap < 0 ? new String[0] : text.substring(gap + 2).split(":");
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      int fromEnd = after.length - 2 * GROUPS + i;
      String group = i < before.length ? before[i] : fromEnd >= 0 ? after[fromEnd] : "";
      int digit = 0;
      while (digit < group.length() && group.charAt(digit) == '0') {
        digit++;
      }
      block.append(group.substring(digit)).append(':');
    }
    return block.toString().toLowerCase(Locale.ROOT);
  }
}
