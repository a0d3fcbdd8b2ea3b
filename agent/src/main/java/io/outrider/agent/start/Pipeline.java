// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.Version;
import io.outrider.agent.config.Config;
import io.outrider.agent.config.OtelKeys;
import io.outrider.agent.engine.Instruments;
import io.outrider.agent.log.AgentLog;
import io.outrider.exporter.Telemetry;
import io.outrider.exporter.TelemetrySettings;
import io.outrider.exporter.Warnings;

/** The telemetry pipeline of this JVM, flushed when the JVM ends. */
final class Pipeline {
  final Instruments instruments;

  private Pipeline(Telemetry telemetry) {
    instruments =
        new Instruments(
            telemetry.tracer(),
            telemetry.meter(),
            telemetry.tracers(),
            telemetry.meters(),
            telemetry.logs());
  }

  static long metricInterval(Config config) {
    return config.get(OtelKeys.METRIC_EXPORT_INTERVAL).toNanos();
  }

  /** Loads little, and waits for nothing. */
  static Telemetry telemetry(final Config config) {
    return Telemetry.start(
        new TelemetrySettings() {
          @Override
          public String get(String key) {
            return config.raw(key);
          }

          @Override
          public String version() {
            return Version.TEXT;
          }
        },
        new Warnings() {
          @Override
          public void warn(String kind, String message, Throwable orNull) {
            if (orNull == null) {
              AgentLog.warn(kind, message);
            } else {
              AgentLog.warn(kind, message, orNull);
            }
          }
        });
  }

  /**
   * @param atEnd is run before what is left of telemetry is sent, when the process ends
   */
  static Pipeline start(final Telemetry telemetry, final Runnable atEnd) {
    Thread flush =
        new Thread(null, null, "outrider-flush", 0) {
          @Override
          public void run() {
            try {
              atEnd.run();
            } finally {
              telemetry.close();
            }
          }
        };
    flush.setContextClassLoader(Pipeline.class.getClassLoader());
    try {
      Runtime.getRuntime().addShutdownHook(flush);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
    return new Pipeline(telemetry);
  }
}
