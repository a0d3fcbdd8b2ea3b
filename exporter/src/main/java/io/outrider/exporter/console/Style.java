// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

/** How to print: with colours or without, in box characters or plain ASCII, how wide. */
final class Style {
  static final int MIN_WIDTH = 80;
  static final int MAX_WIDTH = 300;

  final boolean color;
  final boolean unicode;
  final int width;

  final String branch;
  final String lastBranch;
  final String trunk;
  final String ellipsis;
  final String arrow;
  final String cross;
  final String flash;
  final String rule;
  final String bar;

  /** A bar too short for a cell. */
  final String tick;

  /** Cells of a time line: closed, half-open, open. */
  final String[] states;

  /** Cells of a count in a time line, from one call to many. */
  final String[] levels;

  Style(boolean color, boolean unicode, int width) {
    this.color = color;
    this.unicode = unicode;
    this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    branch = unicode ? "├─ " : "|- ";
    lastBranch = unicode ? "└─ " : "`- ";
    trunk = unicode ? "│  " : "|  ";
    ellipsis = unicode ? "…" : "..";
    arrow = unicode ? "→" : "->";
    cross = unicode ? "✗" : "x";
    flash = unicode ? "⚡" : "!";
    rule = unicode ? "─" : "-";
    bar = unicode ? "█" : "#";
    tick = unicode ? "▏" : "|";
    states = unicode ? new String[] {"▁", "▒", "█"} : new String[] {"_", "%", "#"};
    levels =
        unicode
            ? new String[] {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
            : new String[] {"1", "2", "3", "4", "5", "6", "7", "8", "+"};
  }

  /**
   * What a stranger sent, fit to be printed: without control characters, which could drive the
   * terminal, and without what an ASCII terminal cannot show.
   */
  String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean control =
          Character.isISOControl(c)
              || c == 0x2028
              || c == 0x2029
              || Character.getType(c) == Character.FORMAT
              || Character.getType(c) == Character.SURROGATE;
      if (control) {
        clean.append(' ');
      } else if (c > 126 && !unicode) {
        clean.append('?');
      } else {
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  String paint(Color as, String text) {
    return color && !text.trim().isEmpty() ? "\u001b[" + as.code + 'm' + text + "\u001b[0m" : text;
  }

  /** Always the same colour for the same service. */
  Color ofService(String service) {
    Color[] colors = {Color.CYAN, Color.GREEN, Color.BLUE, Color.MAGENTA};
    return colors[Math.floorMod(service.hashCode(), colors.length)];
  }

  enum Color {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36");

    private final String code;

    Color(String code) {
      this.code = code;
    }
  }
}
