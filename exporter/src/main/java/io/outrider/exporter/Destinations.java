// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.List;
import java.util.Locale;

/** What {@code otel.traces.exporter} or {@code otel.metrics.exporter} asks for. */
final class Destinations {

  final boolean otlp;
  final boolean console;

  private Destinations(boolean otlp, boolean console) {
    this.otlp = otlp;
    this.console = console;
  }

  static Destinations of(String signal, Settings settings) {
    String key = "otel." + signal + ".exporter";
    List<String> names = settings.list(key);
    if (names.isEmpty()) {
      return new Destinations(true, false);
    }
    boolean otlp = false;
    boolean console = false;
    boolean none = false;
    for (String name : names) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "otlp":
          otlp = true;
          break;
        case "console":
          console = true;
          break;
        case "none":
          none = true;
          break;
        default:
          settings.bad(
              key,
              name,
              "otlp, console or none",
              names.size() == 1 ? "otlp" : "the rest of the list");
      }
    }
    if (none && (otlp || console)) {
      settings.warn(key + " names none beside others; none stands alone; the others are used");
    }
    return new Destinations(otlp || !(console || none), console);
  }

  boolean any() {
    return otlp || console;
  }
}
