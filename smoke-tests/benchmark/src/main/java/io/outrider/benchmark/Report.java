// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what was measured, as Markdown, and holds it against what is to be reached. */
final class Report {
  /** What OpenTelemetry's SDK takes for one span, by {@code EngineBenchmark.sdkSpan}. */
  private static final int SDK_SPAN_BYTES = 920;

  private final Options options;

  Report(Options options) {
    this.options = options;
  }

  void jars() throws IOException {
    say("");
    say("| agent | JAR MB |");
    say("|---|---|");
    for (Variant variant : options.variants) {
      double size = variant.jar() == null ? 0 : Files.size(variant.jar()) / 1e6;
      say("| %s | %.2f |", variant.name(), size);
    }
  }

  /** Metrics down, variants across. */
  void table(String title, Samples samples, List<Variant> variants) {
    say("");
    say("**%s**", title);
    say("");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder line = new StringBuilder("|---|");
    for (Variant variant : variants) {
      head.append(' ').append(variant.name()).append(" |");
      line.append("---|");
    }
    say("%s spread of none |", head);
    say("%s---|", line);
    for (String metric : samples.metrics()) {
      StringBuilder row = new StringBuilder("| " + metric + " |");
      for (Variant variant : variants) {
        double median = samples.median(metric, variant.name());
        row.append(' ').append(number(median));
        double ratio = samples.ratio(metric, variant.name());
        if (variant.jar() != null && Double.isFinite(ratio)) {
          row.append(String.format(Locale.ROOT, " (%.2f)", ratio));
        }
        row.append(" |");
      }
      double spread = samples.spread(metric, Variant.NONE) * 100;
      say("%s ±%.0f%% |", row, spread);
    }
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  void target(String what, double reached, String unit, double limit) {
    if (Double.isNaN(reached)) {
      say("- MISSED %s: not measured, at most %.2f%s", what, limit, unit);
      return;
    }
    boolean met = reached <= limit;
    say(
        "- %s %s: %.2f%s, at most %.2f%s",
        met ? "met   " : "MISSED", what, reached, unit, limit, unit);
  }

  /** What the bytes that may be added come to for each span, and where they are. */
  void budget(Samples steady, double limit) {
    double none = steady.median(SteadyPart.BYTES, Variant.NONE);
    double allowed = none * (limit - 1) / SteadyPart.SPANS_A_REQUEST;
    say("");
    say(
        "Budget: %.2f of %,.0f B a request allow %,.0f B for each of %d spans; the SDK's span with 7"
            + " attributes takes %d B of them, so %,.0f B a span are left for all else.",
        limit, none, allowed, SteadyPart.SPANS_A_REQUEST, SDK_SPAN_BYTES, allowed - SDK_SPAN_BYTES);
    for (Variant variant : options.variants) {
      if (variant.jar() != null) {
        double added = steady.added(SteadyPart.BYTES, variant.name());
        say(
            "- %s: %,.0f B a request, %,.0f B a span, %,.0f B of it for all else",
            variant.name(),
            added,
            added / SteadyPart.SPANS_A_REQUEST,
            added / SteadyPart.SPANS_A_REQUEST - SDK_SPAN_BYTES);
      }
    }
  }

  /** Which threads an agent has that the shop alone has not. */
  void threads(Map<String, Map<String, Integer>> threads) {
    Map<String, Integer> none = threads.getOrDefault(Variant.NONE, Map.of());
    say("");
    for (Map.Entry<String, Map<String, Integer>> one : threads.entrySet()) {
      if (one.getKey().equals(Variant.NONE)) {
        continue;
      }
      StringBuilder names = new StringBuilder();
      for (Map.Entry<String, Integer> name : one.getValue().entrySet()) {
        int more = name.getValue() - none.getOrDefault(name.getKey(), 0);
        if (more > 0) {
          names
              .append(names.isEmpty() ? "" : ", ")
              .append(more)
              .append(" x ")
              .append(name.getKey());
        }
      }
      say("Threads that %s has and none has not, while sending: %s", one.getKey(), names);
    }
  }

  void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
