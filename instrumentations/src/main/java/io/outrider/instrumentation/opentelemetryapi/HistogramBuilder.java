// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.outrider.instrumentation.MetricsApi;
import java.util.List;

/** Makes histograms. */
final class HistogramBuilder implements DoubleHistogramBuilder {
  private final Instrument made;

  HistogramBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public DoubleHistogramBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public DoubleHistogramBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public DoubleHistogramBuilder setExplicitBucketBoundariesAdvice(List<Double> bounds) {
    made.bounds(bounds);
    return this;
  }

  @Override
  public LongHistogramBuilder ofLongs() {
    return new LongSpreadBuilder(made.as(MetricsApi.HISTOGRAM));
  }

  @Override
  public DoubleHistogram build() {
    return new DoubleSpread(made.built());
  }
}
