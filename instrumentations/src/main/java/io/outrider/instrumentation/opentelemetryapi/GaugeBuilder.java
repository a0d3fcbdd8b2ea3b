// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.outrider.instrumentation.MetricsApi;
import io.outrider.instrumentation.opentelemetryapi.newer.Gauges;
import java.util.function.Consumer;

/** Makes gauges. */
final class GaugeBuilder implements DoubleGaugeBuilder {
  private final Instrument made;

  GaugeBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public DoubleGaugeBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public DoubleGaugeBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public LongGaugeBuilder ofLongs() {
    return new LongLevelBuilder(made.as(MetricsApi.GAUGE));
  }

  @Override
  public DoubleGauge build() {
    return Gauges.ofDoubles(made.built());
  }

  @Override
  public ObservableDoubleGauge buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableDoubleMeasurement buildObserver() {
    return made.observer();
  }
}
