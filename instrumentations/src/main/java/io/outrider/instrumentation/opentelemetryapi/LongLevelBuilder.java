// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.outrider.instrumentation.opentelemetryapi.newer.Gauges;
import java.util.function.Consumer;

/** Makes gauges of whole numbers. */
final class LongLevelBuilder implements LongGaugeBuilder {
  private final Instrument made;

  LongLevelBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public LongGaugeBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public LongGaugeBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public LongGauge build() {
    return Gauges.ofLongs(made.built());
  }

  @Override
  public ObservableLongGauge buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableLongMeasurement buildObserver() {
    return made.observer();
  }
}
