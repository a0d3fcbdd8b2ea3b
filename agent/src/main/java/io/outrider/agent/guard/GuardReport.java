// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What guards have decided since the start, for people to read: above all what dry-run spared. */
public final class GuardReport {
  private static final String[] HEAD = {
    "rule", "mode", "guard", "passed", "refused", "would refuse", "errors", "first", "last", "most"
  };

  private final GuardRules rules;
  private final long startMillis;
  private final long endMillis;
  private final List<Line> lines;

  GuardReport(
      List<DecisionCount> decisions,
      List<RefusalTally> tallies,
      GuardRules rules,
      long startMillis,
      long endMillis) {
    this.rules = rules;
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    TreeMap<String, Line> byName = new TreeMap<>();
    for (DecisionCount count : decisions) {
      line(byName, count.rule(), count.guard()).counts[count.decision().ordinal()] += count.count();
    }
    for (RefusalTally tally : tallies) {
      line(byName, tally.rule, tally.guard).add(tally);
    }
    lines = new ArrayList<>(byName.values());
  }

  private static Line line(TreeMap<String, Line> byName, String rule, GuardKind guard) {
    String key = rule + '\n' + (char) ('a' + guard.ordinal());
    Line line = byName.get(key);
    if (line == null) {
      line = new Line(rule, guard);
      byName.put(key, line);
    }
    return line;
  }

  /** A sentence for each rule that somebody has left in dry-run and that would have refused. */
  public List<String> warnings() {
    List<String> sentences = new ArrayList<>();
    for (Line line : lines) {
      if (isWarning(line)) {
        sentences.add(
            line.sentence() + "; to let it: outrider.rules." + line.rule + ".mode=enforce");
      }
    }
    return sentences;
  }

  private boolean isWarning(Line line) {
    return line.count(Decision.WOULD_REJECT) > 0
        && !BuiltIn.is(line.rule)
        && mode(line.rule) == Mode.DRY_RUN;
  }

  /** A sentence for each of the other guards that are in dry-run, or were. */
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    for (Line line : lines) {
      boolean dryRun = line.count(Decision.WOULD_REJECT) > 0 || mode(line.rule) == Mode.DRY_RUN;
      if (dryRun && !isWarning(line)) {
        sentences.add(line.sentence());
      }
    }
    return sentences;
  }

  /** All decisions of all rules, as text in columns. Times are UTC. */
  public String table() {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Line line : lines) {
      rows.add(line.cells(mode(line.rule)));
    }
    int[] widths = new int[HEAD.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("Outrider: what guards decided from ").append(time(startMillis)).append(" to ");
    text.append(time(endMillis)).append("\n\n");
    for (String[] row : rows) {
      append(text, row, widths);
    }
    if (lines.isEmpty()) {
      text.append("(no decisions)\n");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String[] row, int[] widths) {
    int last = row.length - 1;
    while (last > 0 && row[last].isEmpty()) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      // Numbers stand to the right.
      boolean number = i >= 3 && i <= 6;
      int missing = widths[i] - row[i].length();
      text.append(i == 0 ? "" : "  ");
      pad(text, number ? missing : 0).append(row[i]);
      pad(text, number || i == last ? 0 : missing);
    }
    text.append('\n');
  }

  private static StringBuilder pad(StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      text.append(' ');
    }
    return text;
  }

  /** Null when there is no such rule any more. */
  private Mode mode(String name) {
    for (Rule rule : rules.rules()) {
      if (rule.name.equals(name)) {
        return rule.mode;
      }
    }
    return null;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis / 1_000 * 1_000).toString();
  }

  /** One guard of one rule. */
  private static final class Line {
    final String rule;
    final GuardKind guard;
    final long[] counts = new long[Decision.values().length];
    private long firstMillis;
    private long lastMillis;
    private long mostCount;
    private String most = "";

    Line(String rule, GuardKind guard) {
      this.rule = rule;
      this.guard = guard;
    }

    long count(Decision decision) {
      return counts[decision.ordinal()];
    }

    void add(RefusalTally tally) {
      long first = tally.firstMillis();
      firstMillis = firstMillis == 0 ? first : Math.min(first, firstMillis);
      lastMillis = Math.max(lastMillis, tally.lastMillis());
      if (tally.count() > mostCount) {
        mostCount = tally.count();
        int others = tally.peerCount() - 1;
        most = tally.mostHit() + (others > 0 ? " and " + others + " more" : "");
      }
    }

    String sentence() {
      long would = count(Decision.WOULD_REJECT);
      long passed = count(Decision.PASS) + would;
      String what = rule + ", in dry-run: its " + guard.text() + " would have refused ";
      if (would == 0) {
        return "Rule " + what + "none of " + passed + " calls";
      }
      return "Rule "
          + what
          + would
          + " of "
          + passed
          + " calls, first "
          + time(firstMillis)
          + ", last "
          + time(lastMillis)
          + ", most of them to "
          + most;
    }

    String[] cells(Mode mode) {
      return new String[] {
        rule,
        mode == null ? "gone" : mode.text(),
        guard.text(),
        number(Decision.PASS),
        number(Decision.REJECT),
        number(Decision.WOULD_REJECT),
        number(Decision.ERROR),
        firstMillis == 0 ? "" : time(firstMillis),
        lastMillis == 0 ? "" : time(lastMillis),
        most
      };
    }

    private String number(Decision decision) {
      return String.valueOf(count(decision));
    }
  }
}
