// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import java.util.function.Consumer;

/** Makes counters that go both ways. */
final class DoubleUpDownBuilder implements DoubleUpDownCounterBuilder {
  private final Instrument made;

  DoubleUpDownBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public DoubleUpDownCounterBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public DoubleUpDownCounterBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public DoubleUpDownCounter build() {
    return new DoubleUpDown(made.built());
  }

  @Override
  public ObservableDoubleUpDownCounter buildWithCallback(
      Consumer<ObservableDoubleMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableDoubleMeasurement buildObserver() {
    return made.observer();
  }
}
