// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.instrumentation.MetricsApi.COUNTER;
import static io.outrider.instrumentation.MetricsApi.DOUBLES;
import static io.outrider.instrumentation.MetricsApi.GAUGE;
import static io.outrider.instrumentation.MetricsApi.HISTOGRAM;
import static io.outrider.instrumentation.MetricsApi.UP_DOWN_COUNTER;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.List;
import java.util.function.Consumer;

/** An instrument as the application has described it, made when it is first recorded with. */
final class ApiInstrument {
  final int kind;
  private final ApiScope meter;
  private final String name;
  private final String description;
  private final String unit;
  private final List<?> bounds;
  private volatile Object made;

  ApiInstrument(
      ApiScope meter, int kind, String name, String description, String unit, List<?> bounds) {
    this.meter = meter;
    this.kind = kind;
    this.name = name;
    this.description = description == null ? "" : description;
    this.unit = unit == null ? "" : unit;
    this.bounds = bounds;
  }

  /** Null as long as there is no telemetry. */
  Object made() {
    Object ready = made;
    if (ready == null) {
      Meter of = meter.meter();
      if (of == null) {
        return null;
      }
      ready = make(of);
      made = ready;
    }
    return ready;
  }

  private Object make(Meter of) {
    switch (kind) {
      case COUNTER:
        return counter(of).build();
      case COUNTER | DOUBLES:
        return counter(of).ofDoubles().build();
      case UP_DOWN_COUNTER:
        return upDown(of).build();
      case UP_DOWN_COUNTER | DOUBLES:
        return upDown(of).ofDoubles().build();
      case HISTOGRAM:
        return longHistogram(of);
      case HISTOGRAM | DOUBLES:
        return doubleHistogram(of);
      case GAUGE:
        return gauge(of).ofLongs().build();
      default:
        return gauge(of).build();
    }
  }

  private LongCounterBuilder counter(Meter of) {
    return of.counterBuilder(name).setDescription(description).setUnit(unit);
  }

  private LongUpDownCounterBuilder upDown(Meter of) {
    return of.upDownCounterBuilder(name).setDescription(description).setUnit(unit);
  }

  private DoubleGaugeBuilder gauge(Meter of) {
    return of.gaugeBuilder(name).setDescription(description).setUnit(unit);
  }

  private DoubleHistogramBuilder histogram(Meter of) {
    return of.histogramBuilder(name).setDescription(description).setUnit(unit);
  }

  @SuppressWarnings("unchecked") // A builder for doubles has taken doubles.
  private Object doubleHistogram(Meter of) {
    DoubleHistogramBuilder builder = histogram(of);
    if (bounds != null) {
      builder.setExplicitBucketBoundariesAdvice((List<Double>) bounds);
    }
    return builder.build();
  }

  @SuppressWarnings("unchecked") // A builder for longs has taken longs.
  private Object longHistogram(Meter of) {
    LongHistogramBuilder builder = histogram(of).ofLongs();
    if (bounds != null) {
      builder.setExplicitBucketBoundariesAdvice((List<Long>) bounds);
    }
    return builder.build();
  }

  /** One that is asked for its values. */
  AutoCloseable asked(Meter of, ApiMetrics.Asked by) {
    Longs longs = new Longs(by);
    Doubles doubles = new Doubles(by);
    switch (kind) {
      case COUNTER:
        return counter(of).buildWithCallback(longs);
      case COUNTER | DOUBLES:
        DoubleCounterBuilder counter = counter(of).ofDoubles();
        return counter.buildWithCallback(doubles);
      case UP_DOWN_COUNTER:
        return upDown(of).buildWithCallback(longs);
      case UP_DOWN_COUNTER | DOUBLES:
        DoubleUpDownCounterBuilder upDown = upDown(of).ofDoubles();
        return upDown.buildWithCallback(doubles);
      case GAUGE:
        LongGaugeBuilder gauge = gauge(of).ofLongs();
        return gauge.buildWithCallback(longs);
      default:
        return gauge(of).buildWithCallback(doubles);
    }
  }

  /** One that is asked together with others. */
  ObservableMeasurement observer(Meter of) {
    switch (kind) {
      case COUNTER:
        return counter(of).buildObserver();
      case COUNTER | DOUBLES:
        return counter(of).ofDoubles().buildObserver();
      case UP_DOWN_COUNTER:
        return upDown(of).buildObserver();
      case UP_DOWN_COUNTER | DOUBLES:
        return upDown(of).ofDoubles().buildObserver();
      case GAUGE:
        return gauge(of).ofLongs().buildObserver();
      default:
        return gauge(of).buildObserver();
    }
  }

  private static final class Longs implements Consumer<ObservableLongMeasurement> {
    private final ApiMetrics.Asked by;

    Longs(ApiMetrics.Asked by) {
      this.by = by;
    }

    @Override
    public void accept(ObservableLongMeasurement measurement) {
      by.ask(measurement);
    }
  }

  private static final class Doubles implements Consumer<ObservableDoubleMeasurement> {
    private final ApiMetrics.Asked by;

    Doubles(ApiMetrics.Asked by) {
      this.by = by;
    }

    @Override
    public void accept(ObservableDoubleMeasurement measurement) {
      by.ask(measurement);
    }
  }
}
