// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.outrider.instrumentation.MetricsApi;
import io.outrider.instrumentation.TelemetryApi;

/** Takes what the application has measured. */
public final class Measurement implements ObservableLongMeasurement, ObservableDoubleMeasurement {
  private final MetricsApi api = TelemetryApi.get().metrics();
  private final int kind;
  public final Object agent;

  Measurement(int kind, Object agent) {
    this.kind = kind;
    this.agent = agent;
  }

  @Override
  public void record(long value) {
    api.measure(agent, kind, value, null);
  }

  @Override
  public void record(long value, Attributes attributes) {
    api.measure(agent, kind, value, Conversions.attributes(attributes));
  }

  @Override
  public void record(double value) {
    api.measure(agent, kind, value, null);
  }

  @Override
  public void record(double value, Attributes attributes) {
    api.measure(agent, kind, value, Conversions.attributes(attributes));
  }
}
