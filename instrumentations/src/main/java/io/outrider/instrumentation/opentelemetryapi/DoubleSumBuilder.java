// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.function.Consumer;

/** Makes counters. */
final class DoubleSumBuilder implements DoubleCounterBuilder {
  private final Instrument made;

  DoubleSumBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public DoubleCounterBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public DoubleCounterBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public DoubleCounter build() {
    return new DoubleSum(made.built());
  }

  @Override
  public ObservableDoubleCounter buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableDoubleMeasurement buildObserver() {
    return made.observer();
  }
}
