// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.PrintStream;
import java.util.Collection;

/** Writes each point of each metric as one line of text. */
final class ConsoleMetrics implements MetricExporter {

  private final PrintStream out;

  ConsoleMetrics(PrintStream out) {
    this.out = out;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    StringBuilder text = new StringBuilder(1024);
    for (MetricData metric : metrics) {
      for (PointData point : metric.getData().getPoints()) {
        text.append("[outrider] metric ").append(Lines.oneLine(metric.getName()));
        value(text, point);
        text.append(' ').append(metric.getUnit());
        Lines.attributes(text, point.getAttributes());
        text.append('\n');
      }
    }
    out.print(text);
    out.flush();
    return CompletableResultCode.ofSuccess();
  }

  private static void value(StringBuilder text, PointData point) {
    if (point instanceof LongPointData) {
      text.append(' ').append(((LongPointData) point).getValue());
    } else if (point instanceof DoublePointData) {
      text.append(' ').append(((DoublePointData) point).getValue());
    } else if (point instanceof HistogramPointData) {
      HistogramPointData histogram = (HistogramPointData) point;
      distribution(
          text, histogram.getCount(), histogram.getSum(), histogram.getMin(), histogram.getMax());
    } else if (point instanceof ExponentialHistogramPointData) {
      ExponentialHistogramPointData histogram = (ExponentialHistogramPointData) point;
      distribution(
          text, histogram.getCount(), histogram.getSum(), histogram.getMin(), histogram.getMax());
    }
  }

  private static void distribution(
      StringBuilder text, long count, double sum, double min, double max) {
    text.append(" count=").append(count).append(" sum=").append(sum);
    text.append(" min=").append(min).append(" max=").append(max);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
