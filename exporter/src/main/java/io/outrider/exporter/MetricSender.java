// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Builds the metric exporter with the first data, on the reader's thread, and keeps its account.
 *
 * <p>What the SDK asks of an exporter when it is registered is answered from configuration.
 */
final class MetricSender implements MetricExporter {

  private final Lazy<MetricExporter> exporter;
  private final ExportHealth health;
  private final MemoryMode memoryMode;
  private final AggregationTemporalitySelector temporality;
  private final DefaultAggregationSelector aggregation;

  MetricSender(
      Supplier<MetricExporter> maker,
      ExportHealth health,
      MemoryMode memoryMode,
      AggregationTemporalitySelector temporality,
      DefaultAggregationSelector aggregation) {
    this.exporter = new Lazy<>(maker);
    this.health = health;
    this.memoryMode = memoryMode;
    this.temporality = temporality;
    this.aggregation = aggregation;
  }

  static AggregationTemporalitySelector temporality(Settings settings) {
    String key = "otel.exporter.otlp.metrics.temporality.preference";
    String value = settings.name(key, "cumulative");
    switch (value) {
      case "delta":
        return AggregationTemporalitySelector.deltaPreferred();
      case "lowmemory":
        return AggregationTemporalitySelector.lowMemory();
      default:
        if (!"cumulative".equals(value)) {
          settings.bad(key, value, "cumulative, delta or lowmemory", "cumulative");
        }
        return AggregationTemporalitySelector.alwaysCumulative();
    }
  }

  static DefaultAggregationSelector aggregation(Settings settings) {
    String key = "otel.exporter.otlp.metrics.default.histogram.aggregation";
    String explicit = "explicit_bucket_histogram";
    String exponential = "base2_exponential_bucket_histogram";
    String value = settings.name(key, explicit);
    if (exponential.equals(value)) {
      return DefaultAggregationSelector.getDefault()
          .with(InstrumentType.HISTOGRAM, Aggregation.base2ExponentialBucketHistogram());
    }
    if (!explicit.equals(value)) {
      settings.bad(key, value, explicit + " or " + exponential, explicit);
    }
    return DefaultAggregationSelector.getDefault();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return temporality.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return aggregation.getDefaultAggregation(type);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return memoryMode;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode result;
    try {
      result = exporter.get().export(metrics);
    } catch (Throwable t) {
      result = CompletableResultCode.ofExceptionalFailure(t);
    }
    CompletableResultCode outcome = result;
    result.whenComplete(
        () -> {
          if (!outcome.isSuccess()) {
            health.failed(1, outcome.getFailureThrowable());
          }
        });
    return result;
  }

  @Override
  public CompletableResultCode flush() {
    MetricExporter built = exporter.ifBuilt();
    return built == null ? CompletableResultCode.ofSuccess() : built.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    MetricExporter built = exporter.ifBuilt();
    return built == null ? CompletableResultCode.ofSuccess() : built.shutdown();
  }
}
