// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.outrider.instrumentation.MetricsApi;
import java.util.function.Consumer;

/** Makes counters of whole numbers that go both ways. */
final class UpDownCounterBuilder implements LongUpDownCounterBuilder {
  private final Instrument made;

  UpDownCounterBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public LongUpDownCounterBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public LongUpDownCounterBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public DoubleUpDownCounterBuilder ofDoubles() {
    return new DoubleUpDownBuilder(made.as(MetricsApi.UP_DOWN_COUNTER | MetricsApi.DOUBLES));
  }

  @Override
  public LongUpDownCounter build() {
    return new LongUpDown(made.built());
  }

  @Override
  public ObservableLongUpDownCounter buildWithCallback(
      Consumer<ObservableLongMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableLongMeasurement buildObserver() {
    return made.observer();
  }
}
