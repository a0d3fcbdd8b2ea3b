// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

/** What has to be known about metrics before the SDK is loaded; keep it free of its types. */
final class MetricSettings {

  private MetricSettings() {}

  /** Returns how often metrics are read and sent, in nanoseconds. */
  static long interval(Settings settings) {
    return settings.nanos("otel.metric.export.interval", 60_000_000_000L, 1_000_000L);
  }

  static boolean jvm(Settings settings) {
    return settings.flag("outrider.metrics.jvm.enabled", true);
  }

  /** Returns whether metrics are sent although nobody records any. */
  static boolean unasked(Settings settings) {
    return jvm(settings) && !"none".equals(settings.name("otel.metrics.exporter", ""));
  }
}
