// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import java.util.List;

/** Makes histograms of whole numbers. */
final class LongSpreadBuilder implements LongHistogramBuilder {
  private final Instrument made;

  LongSpreadBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public LongHistogramBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public LongHistogramBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public LongHistogramBuilder setExplicitBucketBoundariesAdvice(List<Long> bounds) {
    made.bounds(bounds);
    return this;
  }

  @Override
  public LongHistogram build() {
    return new LongSpread(made.built());
  }
}
