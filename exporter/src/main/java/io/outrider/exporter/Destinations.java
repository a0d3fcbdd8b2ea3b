// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.List;
import java.util.Locale;

/**
 * What {@code otel.traces.exporter}, {@code otel.metrics.exporter} or {@code otel.logs.exporter}
 * asks for. Logs are sent only where they are asked for.
 */
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
    boolean usual = !signal.equals("logs");
    if (names.isEmpty()) {
      return new Destinations(usual, false);
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
              names.size() > 1 ? "the rest of the list" : usual ? "otlp" : "none");
      }
    }
    if (none && (otlp || console)) {
      settings.warn(key + " names none beside others; none stands alone; the others are used");
    }
    return new Destinations(otlp || usual && !(console || none), console);
  }

  boolean any() {
    return otlp || console;
  }
}
