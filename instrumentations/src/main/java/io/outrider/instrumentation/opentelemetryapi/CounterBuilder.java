// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.outrider.instrumentation.MetricsApi;
import java.util.function.Consumer;

/** Makes counters of whole numbers. */
final class CounterBuilder implements LongCounterBuilder {
  private final Instrument made;

  CounterBuilder(Instrument made) {
    this.made = made;
  }

  @Override
  public LongCounterBuilder setDescription(String description) {
    made.description(description);
    return this;
  }

  @Override
  public LongCounterBuilder setUnit(String unit) {
    made.unit(unit);
    return this;
  }

  @Override
  public DoubleCounterBuilder ofDoubles() {
    return new DoubleSumBuilder(made.as(MetricsApi.COUNTER | MetricsApi.DOUBLES));
  }

  @Override
  public LongCounter build() {
    return new LongSum(made.built());
  }

  @Override
  public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
    return made.observed(callback);
  }

  @Override
  public ObservableLongMeasurement buildObserver() {
    return made.observer();
  }
}
