// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.List;

/**
 * Prints one trace as a tree: a line for each span with its service, name, kind, duration, place in
 * time and what matters of its attributes; lines below it for what happened in it.
 */
final class TraceView {
  private static final int MAX_LINES = 200;
  private static final int DURATION_CELLS = 8;

  private final Trace trace;
  private final Style style;
  private final StringBuilder out = new StringBuilder();
  private final int serviceCells;
  private final int nameCells;
  private final int kindCells;
  private final int barCells;
  private final int detailCells;
  private String lastService = "";
  private int shown;

  private TraceView(Trace trace, Style style) {
    this.trace = trace;
    this.style = style;
    int service = 0;
    int name = 0;
    int kind = 0;
    for (Span root : trace.roots()) {
      name = Math.max(name, nameCells(root, root.parentId.isEmpty() ? 0 : 1, 0));
    }
    for (Span span : trace.spans) {
      service = Math.max(service, Cells.width(style.clean(span.service)));
      kind = Math.max(kind, kind(span).length());
    }
    serviceCells = Math.min(service, style.width / 6);
    nameCells = Math.min(name, style.width / 3);
    kindCells = kind;
    barCells = style.width / 8;
    int gaps = 7;
    detailCells =
        style.width - serviceCells - nameCells - kindCells - DURATION_CELLS - barCells - gaps;
  }

  static String render(Trace trace, Style style) {
    return new TraceView(trace, style).render();
  }

  private String render() {
    header();
    for (Span root : trace.roots()) {
      if (root.parentId.isEmpty()) {
        span(root, "", "");
      } else {
        line("  " + indent() + "(parent " + root.parentId + " was not received)", Style.Color.DIM);
        span(root, style.lastBranch, Cells.repeat(" ", 3));
      }
    }
    if (shown < trace.spans.size()) {
      String rest = Figures.count(trace.spans.size() - shown, "more span");
      line("  " + indent() + style.ellipsis + " " + rest, Style.Color.DIM);
    }
    return out.toString();
  }

  private void header() {
    String id = "trace " + trace.id;
    String facts =
        "  "
            + Figures.time(trace.start())
            + "  "
            + Figures.duration(trace.end() - trace.start())
            + "  "
            + Figures.count(trace.spans.size(), "span")
            + ", "
            + Figures.count(trace.services().size(), "service");
    String errors = trace.errors() == 0 ? "" : ", " + Figures.count(trace.errors(), "error");
    String again = trace.grown ? " (again, with late spans)" : "";
    int room = style.width - id.length();
    out.append(style.paint(Style.Color.BOLD, id));
    room = fact(facts, null, room);
    room = fact(errors, Style.Color.RED, room);
    fact(again, Style.Color.DIM, room);
    out.append('\n');
  }

  /** Appends as much as there is room for; returns the room left. */
  private int fact(String text, Style.Color color, int room) {
    String cut = Cells.cut(text, room, style.ellipsis);
    out.append(color == null ? cut : style.paint(color, cut));
    return room - Cells.width(cut);
  }

  private void span(Span span, String branch, String prefixBelow) {
    if (shown >= MAX_LINES) {
      return;
    }
    shown++;
    String prefix = fit(branch);
    String service = span.service.equals(lastService) ? "" : style.clean(span.service);
    lastService = span.service;
    out.append("  ")
        .append(
            style.paint(
                style.ofService(span.service), Cells.left(service, serviceCells, style.ellipsis)))
        .append(' ')
        .append(style.paint(Style.Color.DIM, prefix))
        .append(
            Cells.left(
                style.clean(span.name), Math.max(4, nameCells - prefix.length()), style.ellipsis))
        .append(' ')
        .append(style.paint(Style.Color.DIM, Cells.left(kind(span), kindCells, "")))
        .append(' ')
        .append(Cells.right(Figures.duration(span.durationNanos()), DURATION_CELLS))
        .append(' ')
        .append(bar(span))
        .append(' ')
        .append(detail(span));
    endLine();
    List<Span> children = trace.childrenOf(span);
    String eventPrefix = prefixBelow + (children.isEmpty() ? "   " : style.trunk);
    for (Span.Event event : span.events) {
      event(event, eventPrefix);
    }
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      span(
          children.get(i),
          prefixBelow + (last ? style.lastBranch : style.branch),
          prefixBelow + (last ? "   " : style.trunk));
    }
  }

  private void event(Span.Event event, String prefix) {
    String text;
    Style.Color color = Style.Color.RED;
    if (event.name.equals("outrider.breaker.transition")) {
      color = Style.Color.YELLOW;
      text =
          style.flash
              + " circuit breaker "
              + event.attribute("outrider.breaker.from")
              + " "
              + style.arrow
              + " "
              + event.attribute("outrider.breaker.to");
    } else if (event.name.equals("exception")) {
      String message = event.attribute("exception.message");
      text =
          style.cross
              + " "
              + event.attribute("exception.type")
              + (message.isEmpty() ? "" : ": " + message);
    } else if (event.name.startsWith("outrider.")) {
      String rule = event.attribute("outrider.guard.rule");
      text = style.flash + " " + event.name.substring(9) + (rule.isEmpty() ? "" : " " + rule);
    } else {
      return;
    }
    String start = "  " + indent() + fit(prefix);
    String cut = Cells.cut(style.clean(text), style.width - Cells.width(start), style.ellipsis);
    out.append(style.paint(Style.Color.DIM, start)).append(style.paint(color, cut)).append('\n');
  }

  /** In a very deep tree the outer trunks are left out. */
  private String fit(String prefix) {
    int room = Math.max(3, nameCells - 12);
    return prefix.length() <= room
        ? prefix
        : style.ellipsis + prefix.substring(prefix.length() - room + style.ellipsis.length());
  }

  private void endLine() {
    int end = out.length();
    while (out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
    out.append('\n');
  }

  private void line(String text, Style.Color color) {
    out.append(style.paint(color, Cells.cut(text, style.width, style.ellipsis))).append('\n');
  }

  private String indent() {
    return Cells.repeat(" ", serviceCells + 1);
  }

  private int nameCells(Span span, int depth, int level) {
    int cells = 3 * depth + Cells.width(style.clean(span.name));
    if (level < MAX_LINES) {
      for (Span child : trace.childrenOf(span)) {
        cells = Math.max(cells, nameCells(child, depth + 1, level + 1));
      }
    }
    return cells;
  }

  private static String kind(Span span) {
    if (span.isDatabase()) {
      return "db";
    }
    switch (span.kind) {
      case Span.SERVER:
        return "server";
      case Span.CLIENT:
        return "client";
      case Span.PRODUCER:
        return "producer";
      case Span.CONSUMER:
        return "consumer";
      default:
        return "internal";
    }
  }

  private String bar(Span span) {
    double total = Math.max(1, trace.end() - trace.start());
    double from = (span.start - trace.start()) / total * barCells;
    double length = span.durationNanos() / total * barCells;
    int first = Math.min(barCells - 1, (int) from);
    int full = Math.min(barCells - first, (int) Math.round(length));
    String bar = full == 0 ? style.tick : Cells.repeat(style.bar, full);
    Style.Color color = span.error ? Style.Color.RED : style.ofService(span.service);
    return Cells.repeat(" ", first)
        + style.paint(color, bar)
        + Cells.repeat(" ", barCells - first - Math.max(1, full));
  }

  private String detail(Span span) {
    String status = span.attribute("http.response.status_code");
    String error = span.attribute("error.type");
    String alarm = "";
    if (span.isRefused()) {
      String rule = span.attribute("outrider.guard.rule");
      alarm =
          style.cross
              + " "
              + (error.isEmpty() ? "refused" : error)
              + (rule.isEmpty() ? "" : " (" + rule + ")")
              + " ";
    } else if (!error.isEmpty() && !error.equals(status)) {
      alarm = style.cross + " " + error.substring(error.lastIndexOf('.') + 1) + " ";
    } else if (span.error && status.isEmpty()) {
      alarm =
          style.cross + " " + (span.statusMessage.isEmpty() ? "error" : span.statusMessage) + " ";
    }
    String what =
        span.isDatabase()
            ? Peers.first(span.attributes, "db.query.text", "db.statement", "db.query.summary")
            : url(span);
    String statusText = status.isEmpty() ? "" : status + " ";
    statusText = Cells.cut(style.clean(statusText), detailCells, style.ellipsis);
    int room = Math.max(0, detailCells - Cells.width(statusText));
    alarm = Cells.cut(style.clean(alarm), room, style.ellipsis);
    room -= Cells.width(alarm);
    String rest = style.clean(what);
    int path = rest.indexOf('/');
    if (Cells.width(rest) > room && span.kind == Span.CLIENT && !span.isDatabase() && path > 0) {
      rest = style.ellipsis + rest.substring(path); // The peer is the same in many, the path not.
    }
    rest = Cells.cut(rest, Math.max(0, room), style.ellipsis);
    Style.Color statusColor = span.error ? Style.Color.RED : Style.Color.GREEN;
    return (style.paint(statusColor, statusText)
            + style.paint(Style.Color.RED, alarm)
            + style.paint(Style.Color.DIM, rest))
        .trim();
  }

  private static String url(Span span) {
    String full = span.attribute("url.full");
    if (!full.isEmpty()) {
      return full.startsWith("http://") ? full.substring(7) : full;
    }
    String path = span.attribute("url.path");
    String query = span.attribute("url.query");
    return query.isEmpty() ? path : path + "?" + query;
  }
}
