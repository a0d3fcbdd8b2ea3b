// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Writes metrics to the console and sends them; the outcome is that of the sending. */
final class BothMetrics implements MetricExporter {

  private final MetricExporter console;
  private final MetricExporter sent;

  BothMetrics(MetricExporter console, MetricExporter sent) {
    this.console = console;
    this.sent = sent;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    console.export(metrics);
    return sent.export(metrics);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return sent.getAggregationTemporality(type);
  }

  @Override
  public CompletableResultCode flush() {
    return sent.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return sent.shutdown();
  }
}
