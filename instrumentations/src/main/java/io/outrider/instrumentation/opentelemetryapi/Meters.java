// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.outrider.instrumentation.MetricsApi;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.newer.Batches;

/** Meters of the agent's, by scope. */
final class Meters implements MeterProvider {
  static final MeterProvider INSTANCE = new Meters();

  @Override
  public Meter get(String name) {
    return meterBuilder(name).build();
  }

  @Override
  public MeterBuilder meterBuilder(String name) {
    return new Builder(name);
  }

  private static final class Builder implements MeterBuilder {
    private final String name;
    private String version;
    private String schemaUrl;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public MeterBuilder setSchemaUrl(String url) {
      schemaUrl = url;
      return this;
    }

    @Override
    public MeterBuilder setInstrumentationVersion(String of) {
      version = of;
      return this;
    }

    @Override
    public Meter build() {
      return new Of(TelemetryApi.get().metrics().meter(name, version, schemaUrl));
    }
  }

  private static final class Of implements Meter {
    private final Object agent;

    Of(Object agent) {
      this.agent = agent;
    }

    @Override
    public LongCounterBuilder counterBuilder(String name) {
      return new CounterBuilder(new Instrument(agent, MetricsApi.COUNTER, name));
    }

    @Override
    public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
      return new UpDownCounterBuilder(new Instrument(agent, MetricsApi.UP_DOWN_COUNTER, name));
    }

    @Override
    public DoubleHistogramBuilder histogramBuilder(String name) {
      return new HistogramBuilder(
          new Instrument(agent, MetricsApi.HISTOGRAM | MetricsApi.DOUBLES, name));
    }

    @Override
    public DoubleGaugeBuilder gaugeBuilder(String name) {
      return new GaugeBuilder(new Instrument(agent, MetricsApi.GAUGE | MetricsApi.DOUBLES, name));
    }

    @Override
    public BatchCallback batchCallback(
        Runnable callback, ObservableMeasurement first, ObservableMeasurement... more) {
      return Batches.begin(agent, callback, first, more);
    }
  }
}
