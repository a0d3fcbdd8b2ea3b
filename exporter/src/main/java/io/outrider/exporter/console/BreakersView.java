// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells the story of each circuit breaker: its state over time, the calls it refused, every
 * transition and what caused it; then what all guards decided.
 */
final class BreakersView {
  private static final int MAX_TRANSITIONS = 20;
  private static final int LABEL = 11;
  private static final int COUNT = 9;
  private static final long SECOND = 1_000_000_000L;

  private final Style style;
  private final StringBuilder out = new StringBuilder();
  private boolean anyInferred;

  private BreakersView(Style style) {
    this.style = style;
  }

  static String render(Breakers breakers, Style style) {
    BreakersView view = new BreakersView(style);
    boolean any = false;
    for (Breaker breaker : breakers.all()) {
      if (breaker.isBreaker()) {
        view.breaker(breaker, any);
        any = true;
      }
    }
    if (view.anyInferred) {
      String note = "~ no span told it: inferred from metrics or from what came next";
      view.out.append("    ").append(style.paint(Style.Color.DIM, note)).append('\n');
    }
    List<Breakers.Decisions> decisions = breakers.decisions();
    if (!any && decisions.isEmpty()) {
      return "no guard has reported yet\n";
    }
    if (!decisions.isEmpty()) {
      if (any) {
        view.out.append('\n');
      }
      view.decisions(decisions);
    }
    return view.out.toString();
  }

  private void breaker(Breaker breaker, boolean gap) {
    if (gap) {
      out.append('\n');
    }
    out.append("  ")
        .append(style.paint(Style.Color.BOLD, style.clean(Breakers.label(breaker))))
        .append(" called by ")
        .append(style.paint(style.ofService(breaker.service), style.clean(breaker.service)))
        .append(", now ")
        .append(paint(breaker.state(), breaker.state().text))
        .append('\n');
    timeLine(breaker);
    List<Breaker.Transition> transitions = breaker.transitions();
    int first = Math.max(0, transitions.size() - MAX_TRANSITIONS);
    if (first > 0) {
      out.append("    ")
          .append(style.ellipsis)
          .append(' ')
          .append(Figures.count(first, "earlier transition"))
          .append('\n');
    }
    for (int i = first; i < transitions.size(); i++) {
      transition(breaker, transitions, i);
    }
    if (breaker.refusedSpans() > 0) {
      out.append("    ")
          .append(Figures.count(breaker.refusedSpans(), "call"))
          .append(" refused, each in ")
          .append(Figures.duration(breaker.refusalMedian()))
          .append(" (median), nothing sent\n");
    }
  }

  private void transition(Breaker breaker, List<Breaker.Transition> all, int i) {
    Breaker.Transition transition = all.get(i);
    StringBuilder line = new StringBuilder();
    if (i > 0) {
      long since = all.get(i - 1).time;
      line.append("after ").append(Figures.duration(transition.time - since));
      int refused = breaker.refusedBetween(floorSecond(since), nextOpening(breaker, all, i));
      if (transition.from == Breaker.State.OPEN && refused > 0) {
        line.append(", ").append(Figures.count(refused, "call")).append(" refused");
      }
    }
    if (!transition.cause.isEmpty()) {
      line.append(line.length() == 0 ? "" : ", ").append("on ").append(transition.cause);
    }
    if (!transition.isInferred()) {
      line.append(" (trace ").append(transition.traceId, 0, 8).append(')');
    }
    String from = Cells.left(transition.from.text, 9, "");
    String to = Cells.left(transition.to.text, 9, "");
    out.append("    ")
        .append(transition.isInferred() ? '~' : ' ')
        .append(Figures.time(transition.time))
        .append("  ")
        .append(paint(transition.from, from))
        .append(' ')
        .append(style.arrow)
        .append(' ')
        .append(paint(transition.to, to))
        .append("  ");
    int room = style.width - 4 - 1 - 12 - 2 - 9 - 2 - style.arrow.length() - 9 - 2;
    out.append(Cells.cut(style.clean(line.toString()), room, style.ellipsis)).append('\n');
    anyInferred |= transition.isInferred();
  }

  /** Refused calls are counted by the second: up to the next opening they belong to the last. */
  private static long nextOpening(Breaker breaker, List<Breaker.Transition> all, int after) {
    for (Breaker.Transition later : all.subList(after + 1, all.size())) {
      if (later.to == Breaker.State.OPEN) {
        return floorSecond(later.time);
      }
    }
    return floorSecond(breaker.lastTime()) + SECOND;
  }

  /** One row of states, one of refused calls, both over the same time. */
  private void timeLine(Breaker breaker) {
    List<Breaker.Transition> transitions = breaker.transitions();
    long start = floorSecond(breaker.firstTime());
    long end = floorSecond(breaker.lastTime()) + SECOND;
    int room = style.width - LABEL - 6;
    // Whole seconds a cell, so that no cell cuts a count of refused calls in two.
    long seconds = (end - start) / SECOND;
    long cell = Math.max(1, (seconds + room - 1) / room) * SECOND;
    int cells = (int) ((end - start + cell - 1) / cell);
    StringBuilder states = new StringBuilder();
    StringBuilder refused = new StringBuilder();
    Breaker.State state = breaker.firstState();
    int next = 0;
    int mostRefused = 0;
    for (int i = 0; i < cells; i++) {
      mostRefused = Math.max(mostRefused, refusedIn(breaker, start, cell, i));
    }
    for (int i = 0; i < cells; i++) {
      long from = start + i * cell;
      while (next < transitions.size() && transitions.get(next).time <= from) {
        state = transitions.get(next++).to;
      }
      // Half-open is often over in a moment, and must not vanish beside what came before or after.
      Breaker.State shown = state;
      while (next < transitions.size() && transitions.get(next).time < from + cell) {
        state = transitions.get(next++).to;
        boolean passing = shown == Breaker.State.HALF_OPEN;
        shown = passing || state == Breaker.State.CLOSED ? shown : state;
      }
      states.append(paint(shown, style.states[shown.ordinal()]));
      int count = refusedIn(breaker, start, cell, i);
      refused.append(count == 0 ? " " : level(count, mostRefused));
    }
    out.append("    ").append(Cells.left("state", LABEL, "")).append(states).append('\n');
    if (mostRefused > 0) {
      out.append("    ")
          .append(Cells.left("refused", LABEL, ""))
          .append(style.paint(Style.Color.MAGENTA, refused.toString().replaceFirst(" +$", "")))
          .append('\n');
    }
    String legend =
        Figures.time(start).substring(0, 8)
            + " to "
            + Figures.time(end).substring(0, 8)
            + ", "
            + (cell / SECOND)
            + " s a cell: "
            + style.states[0]
            + " closed  "
            + style.states[1]
            + " half-open  "
            + style.states[2]
            + " open"
            + (mostRefused > 0 ? "; refused: at most " + mostRefused + " a cell" : "");
    out.append("    ")
        .append(Cells.repeat(" ", LABEL))
        .append(style.paint(Style.Color.DIM, legend))
        .append('\n');
  }

  private static int refusedIn(Breaker breaker, long start, long cell, int i) {
    return breaker.refusedBetween(start + i * cell, start + (i + 1) * cell);
  }

  /** In ASCII the count itself up to eight, in blocks its height against the greatest. */
  private String level(int count, int most) {
    int top = style.levels.length - 1;
    int level = style.unicode ? (count * (top + 1) - 1) / most : count - 1;
    return style.levels[Math.min(top, level)];
  }

  private void decisions(List<Breakers.Decisions> decisions) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"CALLER", "RULE", "GUARD", "PEER"});
    boolean anyPeer = false;
    for (Breakers.Decisions d : decisions) {
      lines.add(
          new String[] {
            style.clean(d.service), style.clean(d.rule), style.clean(d.type), style.clean(d.peer)
          });
      anyPeer |= !d.peer.isEmpty();
    }
    int columns = anyPeer ? 4 : 3;
    int[] cells = new int[columns];
    for (String[] line : lines) {
      for (int i = 0; i < columns; i++) {
        cells[i] = Math.min(style.width / 6, Math.max(cells[i], Cells.width(line[i])));
      }
    }
    for (int row = 0; row < lines.size(); row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(Cells.left(lines.get(row)[i], cells[i], style.ellipsis)).append(' ');
      }
      out.append("  ");
      if (row == 0) {
        line.append(Cells.right("PASSED", COUNT))
            .append(Cells.right("REFUSED", COUNT))
            .append(Cells.right("DRY RUN", COUNT));
        out.append(style.paint(Style.Color.BOLD, line.toString()));
      } else {
        Breakers.Decisions d = decisions.get(row - 1);
        String refused = Cells.right(Long.toString(d.refused), COUNT);
        out.append(line)
            .append(Cells.right(Long.toString(d.passed), COUNT))
            .append(style.paint(d.refused == 0 ? Style.Color.DIM : Style.Color.MAGENTA, refused))
            .append(Cells.right(Long.toString(d.wouldRefuse), COUNT));
      }
      out.append('\n');
    }
  }

  private String paint(Breaker.State state, String text) {
    switch (state) {
      case OPEN:
        return style.paint(Style.Color.RED, text);
      case HALF_OPEN:
        return style.paint(Style.Color.YELLOW, text);
      default:
        return style.paint(Style.Color.GREEN, text);
    }
  }

  private static long floorSecond(long nanos) {
    return Math.floorDiv(nanos, SECOND) * SECOND;
  }
}
