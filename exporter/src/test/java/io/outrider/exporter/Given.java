// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Configuration for a test, and what was complained about it. */
final class Given implements TelemetrySettings, Warnings {

  private final Map<String, String> values = new HashMap<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  static Given settings(String... keysAndValues) {
    Given given = new Given();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return given;
  }

  /** Spans go out after 50 ms; metrics only when flushed. */
  static Given sendingTo(String endpoint, String... more) {
    Given given = settings(more);
    given.values.putIfAbsent("otel.exporter.otlp.endpoint", endpoint);
    given.values.putIfAbsent("otel.bsp.schedule.delay", "50");
    given.values.putIfAbsent("otel.service.name", "test");
    return given;
  }

  Telemetry start() {
    return Telemetry.start(this, this);
  }

  Settings values() {
    return new Settings(this, this);
  }

  List<String> warnings() {
    return warnings;
  }

  @Override
  public String get(String key) {
    return values.get(key);
  }

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public void warn(String kind, String message, Throwable orNull) {
    warnings.add(message + (orNull == null ? "" : " / " + orNull));
  }
}
