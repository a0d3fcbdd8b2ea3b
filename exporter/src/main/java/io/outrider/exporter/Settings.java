// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads typed values; what cannot be read is reported once and replaced by the default. */
final class Settings {

  private static final String KIND = "config";

  private final TelemetrySettings source;
  private final Warnings warnings;

  Settings(TelemetrySettings source, Warnings warnings) {
    this.source = source;
    this.warnings = warnings;
  }

  Warnings warnings() {
    return warnings;
  }

  String version() {
    return source.version();
  }

  /** Returns the trimmed value, or null when it is absent or blank. */
  String text(String key) {
    String value = source.get(key);
    if (value == null) {
      return null;
    }
    value = value.trim();
    return value.isEmpty() ? null : value;
  }

  String text(String key, String fallback) {
    String value = text(key);
    return value == null ? fallback : value;
  }

  /** Returns the value in lower case, for keys whose values are names. */
  String name(String key, String fallback) {
    return text(key, fallback).toLowerCase(Locale.ROOT);
  }

  boolean flag(String key, boolean fallback) {
    String value = text(key);
    if (value == null) {
      return fallback;
    }
    if ("true".equalsIgnoreCase(value)) {
      return true;
    }
    if (!"false".equalsIgnoreCase(value)) {
      bad(key, value, "true or false", String.valueOf(fallback));
      return fallback;
    }
    return false;
  }

  int count(String key, int fallback, int min) {
    String value = text(key);
    if (value == null) {
      return fallback;
    }
    try {
      int parsed = Integer.parseInt(value);
      if (parsed >= min) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    bad(key, value, "a whole number of at least " + min, String.valueOf(fallback));
    return fallback;
  }

  double ratio(String key, double fallback) {
    String value = text(key);
    if (value == null) {
      return fallback;
    }
    try {
      double parsed = Double.parseDouble(value);
      if (parsed >= 0 && parsed <= 1) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    bad(key, value, "a number from 0 to 1", String.valueOf(fallback));
    return fallback;
  }

  /** Returns a duration in nanoseconds; a bare number of an {@code otel.*} key is milliseconds. */
  long nanos(String key, long fallbackNanos, long minNanos) {
    String value = text(key);
    if (value == null) {
      return fallbackNanos;
    }
    long parsed = Durations.parse(value, key.startsWith("otel."));
    if (parsed >= minNanos) {
      return parsed;
    }
    String unit = key.startsWith("otel.") ? " (a bare number is milliseconds)" : "";
    bad(
        key,
        value,
        "a duration of at least " + Durations.text(minNanos) + " such as 500ms, 10s or 2m" + unit,
        Durations.text(fallbackNanos));
    return fallbackNanos;
  }

  /** Returns the parts of a comma-separated list, without blanks. */
  List<String> list(String key) {
    String value = text(key);
    if (value == null) {
      return Collections.emptyList();
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      String part = value.substring(from, to).trim();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = to + 1;
    }
    return parts;
  }

  /** Returns the pairs of {@code a=1,b=2}; a part without a name is reported and left out. */
  Map<String, String> map(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : list(key)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        // The part is not shown: headers carry secrets.
        warnings.warn(
            KIND,
            key + " has a part that is not name=value; allowed is name=value,...; it is left out",
            null);
        continue;
      }
      String value = part.substring(equals + 1).trim();
      if (!value.isEmpty()) {
        pairs.put(part.substring(0, equals).trim(), value);
      }
    }
    return pairs;
  }

  void bad(String key, String value, String allowed, String used) {
    warn(key + "=" + value + " is not valid; allowed is " + allowed + "; " + used + " is used");
  }

  void warn(String message) {
    warnings.warn(KIND, message, null);
  }
}
