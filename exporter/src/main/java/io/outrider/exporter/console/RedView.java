// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.List;

/**
 * Prints the table of rate, errors and durations: a line for each operation, below its service. A
 * narrow terminal goes without rate and p95.
 */
final class RedView {
  private static final int MAX_ROWS = 60;
  private static final int NARROW = 100;
  private static final int CALLS = 8;
  private static final int RATE = 9;
  private static final int ERRORS = 13;
  private static final int REFUSED = 9;
  private static final int TIME = 9;

  private final Red red;
  private final Style style;
  private final StringBuilder out = new StringBuilder();
  private final List<Row> rows;
  private final boolean wide;
  private int sideCells = "SIDE".length();
  private int operationCells = "OPERATION".length();

  private RedView(Red red, Style style) {
    this.red = red;
    this.style = style;
    rows = red.rows();
    wide = style.width >= NARROW;
    for (Row row : rows) {
      sideCells = Math.max(sideCells, row.key.side.length());
      operationCells = Math.max(operationCells, Cells.width(style.clean(row.key.operation)));
    }
    int figures = CALLS + ERRORS + REFUSED + 2 * TIME + (wide ? RATE + TIME : 0);
    operationCells = Math.min(operationCells, style.width - figures - sideCells - 5);
  }

  static String render(Red red, Style style) {
    return new RedView(red, style).render();
  }

  private String render() {
    if (rows.isEmpty()) {
      return "no calls yet\n";
    }
    head();
    String service = null;
    boolean anyHistogram = false;
    int shown = 0;
    for (Row row : rows) {
      if (shown++ == MAX_ROWS) {
        note(style.ellipsis + " " + Figures.count(rows.size() - MAX_ROWS, "more operation"));
        break;
      }
      if (!row.key.service.equals(service)) {
        service = row.key.service;
        String name = Cells.cut(style.clean(service), style.width - 2, style.ellipsis);
        out.append("  ").append(style.paint(style.ofService(service), name)).append('\n');
      }
      anyHistogram |= row.fromHistogram;
      row(row);
    }
    if (anyHistogram) {
      note("~ from histograms, as not every span was sampled");
    }
    if (red.droppedOperations() > 0) {
      note("the table is full: further operations are left out");
    }
    return out.toString();
  }

  private void head() {
    String head =
        Cells.left("SIDE", sideCells, "")
            + ' '
            + Cells.left("OPERATION", operationCells, "")
            + Cells.right("CALLS", CALLS)
            + (wide ? Cells.right("RATE", RATE) : "")
            + Cells.right("ERRORS", ERRORS)
            + Cells.right("REFUSED", REFUSED)
            + Cells.right("P50", TIME)
            + (wide ? Cells.right("P95", TIME) : "")
            + Cells.right("P99", TIME);
    out.append("    ").append(style.paint(Style.Color.BOLD, head)).append('\n');
  }

  private void row(Row row) {
    String share = row.errors == 0 ? "" : Cells.right(Figures.share(row.errors, row.calls), 7);
    out.append("    ")
        .append(style.paint(Style.Color.DIM, Cells.left(row.key.side, sideCells, "")))
        .append(' ')
        .append(Cells.left(style.clean(row.key.operation), operationCells, style.ellipsis))
        .append(Cells.right(row.calls + (row.fromHistogram ? "~" : ""), CALLS))
        .append(wide ? Cells.right(Figures.rate(row.rate()), RATE) : "")
        .append(count(row.errors, row.errors + share, ERRORS, Style.Color.RED))
        .append(count(row.refused, Long.toString(row.refused), REFUSED, Style.Color.MAGENTA))
        .append(Cells.right(Figures.duration(row.p50), TIME))
        .append(wide ? Cells.right(Figures.duration(row.p95), TIME) : "")
        .append(Cells.right(Figures.duration(row.p99), TIME))
        .append('\n');
  }

  private String count(long count, String text, int cells, Style.Color color) {
    return style.paint(count == 0 ? Style.Color.DIM : color, Cells.right(text, cells));
  }

  private void note(String text) {
    out.append("  ").append(style.paint(Style.Color.DIM, text)).append('\n');
  }
}
