// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.MetricsApi;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Instruments that the application makes through its own OpenTelemetry API. */
final class ApiMetrics extends MetricsApi {
  private static final AutoCloseable NOTHING =
      new AutoCloseable() {
        @Override
        public void close() {}
      };

  private final Engine engine;

  ApiMetrics(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Object meter(String name, String version, String schemaUrl) {
    return new ApiScope(engine, name, version, schemaUrl);
  }

  @Override
  public Object instrument(
      Object meter, int kind, String name, String description, String unit, List<?> bounds) {
    return new ApiInstrument((ApiScope) meter, kind, name, description, unit, bounds);
  }

  @Override
  public void record(Object instrument, long value, Object attributes, Object context) {
    ApiInstrument of = (ApiInstrument) instrument;
    Object made = of.made();
    if (made == null) {
      return;
    }
    Attributes with = ApiTelemetry.orEmpty(attributes);
    Context in = context == null ? Current.get() : (Context) context;
    switch (of.kind) {
      case COUNTER:
        ((LongCounter) made).add(value, with, in);
        break;
      case UP_DOWN_COUNTER:
        ((LongUpDownCounter) made).add(value, with, in);
        break;
      case HISTOGRAM:
        ((LongHistogram) made).record(value, with, in);
        break;
      default:
        ((LongGauge) made).set(value, with, in);
    }
  }

  @Override
  public void record(Object instrument, double value, Object attributes, Object context) {
    ApiInstrument of = (ApiInstrument) instrument;
    Object made = of.made();
    if (made == null) {
      return;
    }
    Attributes with = ApiTelemetry.orEmpty(attributes);
    Context in = context == null ? Current.get() : (Context) context;
    switch (of.kind & ~DOUBLES) {
      case COUNTER:
        ((DoubleCounter) made).add(value, with, in);
        break;
      case UP_DOWN_COUNTER:
        ((DoubleUpDownCounter) made).add(value, with, in);
        break;
      case HISTOGRAM:
        ((DoubleHistogram) made).record(value, with, in);
        break;
      default:
        ((DoubleGauge) made).set(value, with, in);
    }
  }

  @Override
  public AutoCloseable observe(
      Object meter,
      int kind,
      String name,
      String description,
      String unit,
      Consumer<Object> callback) {
    Meter of = ((ApiScope) meter).meter();
    if (of == null) {
      return NOTHING;
    }
    Asked asked = new Asked(callback);
    asked.instrument =
        new ApiInstrument((ApiScope) meter, kind, name, description, unit, null).asked(of, asked);
    return asked.instrument;
  }

  @Override
  public Object observer(Object meter, int kind, String name, String description, String unit) {
    Meter of = ((ApiScope) meter).meter();
    return of == null
        ? null
        : new ApiInstrument((ApiScope) meter, kind, name, description, unit, null).observer(of);
  }

  @Override
  public void measure(Object observer, int kind, long value, Object attributes) {
    if ((kind & DOUBLES) != 0) {
      measure(observer, kind, (double) value, attributes);
    } else if (observer != null) {
      ((ObservableLongMeasurement) observer).record(value, ApiTelemetry.orEmpty(attributes));
    }
  }

  @Override
  public void measure(Object observer, int kind, double value, Object attributes) {
    if ((kind & DOUBLES) == 0) {
      measure(observer, kind, (long) value, attributes);
    } else if (observer != null) {
      ((ObservableDoubleMeasurement) observer).record(value, ApiTelemetry.orEmpty(attributes));
    }
  }

  @Override
  public AutoCloseable batch(Object meter, Runnable callback, Object[] observers) {
    Meter of = ((ApiScope) meter).meter();
    if (of == null || observers.length == 0 || Arrays.asList(observers).contains(null)) {
      return NOTHING;
    }
    ObservableMeasurement[] all =
        Arrays.copyOf(observers, observers.length, ObservableMeasurement[].class);
    final WeakReference<Runnable> weakly = new WeakReference<Runnable>(callback);
    final BatchCallback[] batch = new BatchCallback[1];
    batch[0] =
        of.batchCallback(
            new Runnable() {
              @Override
              public void run() {
                Runnable there = weakly.get();
                if (there != null) {
                  there.run();
                } else if (batch[0] != null) {
                  batch[0].close();
                }
              }
            },
            all[0],
            Arrays.copyOfRange(all, 1, all.length));
    return batch[0];
  }

  /** Ends the instrument once the application that answers for it is gone. */
  static final class Asked {
    private final WeakReference<Consumer<Object>> callback;
    private volatile AutoCloseable instrument;

    Asked(Consumer<Object> callback) {
      this.callback = new WeakReference<Consumer<Object>>(callback);
    }

    void ask(Object measurement) {
      Consumer<Object> there = callback.get();
      if (there != null) {
        there.accept(measurement);
        return;
      }
      AutoCloseable ended = instrument;
      if (ended != null) {
        try {
          ended.close();
        } catch (Exception e) {
          Errors.observing("an instrument", e);
        }
      }
    }
  }
}
