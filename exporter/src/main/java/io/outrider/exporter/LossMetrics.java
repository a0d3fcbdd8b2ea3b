// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the pipeline lost, as metrics.
 *
 * <p>Nothing lost is no data, so that a process that records nothing sends nothing.
 */
final class LossMetrics {

  private static final AttributeKey<String> REASON = AttributeKey.stringKey("outrider.reason");
  private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("outrider.signal");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private LossMetrics() {}

  /** Null for a signal that is not sent. */
  static void register(Meter meter, ExportHealth spans, ExportHealth logs, ExportHealth metrics) {
    if (spans != null) {
      lost(meter, "outrider.spans.lost", "{span}", "Spans", spans);
    }
    if (logs != null) {
      lost(meter, "outrider.logs.lost", "{log_record}", "Lines of logs", logs);
    }
    meter
        .counterBuilder("outrider.export.failures")
        .setUnit("{export}")
        .setDescription("Batches that the collector did not take, after all retries.")
        .buildWithCallback(
            measurement -> {
              observeFailures(measurement, spans);
              observeFailures(measurement, logs);
              observeFailures(measurement, metrics);
            });
  }

  private static void lost(
      Meter meter, String name, String unit, String items, ExportHealth health) {
    Attributes full = Attributes.of(REASON, "queue_full");
    Attributes failed = Attributes.of(REASON, "export_failed");
    meter
        .counterBuilder(name)
        .setUnit(unit)
        .setDescription(items + " that were recorded and could not be delivered.")
        .buildWithCallback(
            measurement -> {
              observe(measurement, health.lostToFullQueue(), full);
              observe(measurement, health.lostToFailedExports(), failed);
            });
  }

  private static void observeFailures(ObservableLongMeasurement measurement, ExportHealth health) {
    if (health == null) {
      return;
    }
    for (Map.Entry<String, LongAdder> entry : health.failedExports().entrySet()) {
      observe(
          measurement,
          entry.getValue().sum(),
          Attributes.of(SIGNAL, health.signal, ERROR, entry.getKey()));
    }
  }

  private static void observe(
      ObservableLongMeasurement measurement, long value, Attributes attributes) {
    if (value > 0) {
      measurement.record(value, attributes);
    }
  }
}
