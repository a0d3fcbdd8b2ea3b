// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

/** Fits text into terminal cells: East Asian wide characters and emoji take two, marks none. */
final class Cells {
  private Cells() {}

  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  /** Exactly this many cells: filled up on the right, or cut with the ellipsis at its end. */
  static String left(String text, int cells, String ellipsis) {
    String cut = cut(text, cells, ellipsis);
    return cut + repeat(" ", cells - width(cut));
  }

  /** Filled up on the left; for numbers, which are never cut. */
  static String right(String text, int cells) {
    return repeat(" ", cells - width(text)) + text;
  }

  static String cut(String text, int cells, String ellipsis) {
    if (width(text) <= cells) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int room = cells - width(ellipsis);
    if (room < 0) {
      return repeat(".", Math.max(0, cells));
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      room -= width(c);
      if (room < 0) {
        break;
      }
      cut.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return cut.append(ellipsis).toString();
  }

  static String repeat(String text, int times) {
    StringBuilder repeated = new StringBuilder();
    for (int i = 0; i < times; i++) {
      repeated.append(text);
    }
    return repeated.toString();
  }

  private static int width(int c) {
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK:
      case Character.ENCLOSING_MARK:
      case Character.FORMAT:
        return 0;
      default:
    }
    boolean wide =
        c >= 0x1100
            && (c <= 0x115f
                || c >= 0x2e80 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0x1f300 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
