// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.Arrays;
import java.util.List;

/**
 * The tracer and the meters of the three conventions, with the buckets that the conventions
 * prescribe.
 */
public final class Instruments {
  static final List<Double> HTTP =
      Arrays.asList(
          0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
  static final List<Double> DB = Arrays.asList(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

  /** For as long as there is no telemetry: guards work without it. */
  static final Instruments NONE =
      new Instruments(
          TracerProvider.noop().get("io.outrider"), MeterProvider.noop().get("io.outrider"));

  final Tracer tracer;
  final Meter meter;
  final DoubleHistogram serverDuration;
  final DoubleHistogram clientDuration;
  final DoubleHistogram dbDuration;

  /** For the application's own scopes. */
  final TracerProvider tracers;

  final MeterProvider meters;

  /** Null where logs are not exported. */
  final LoggerProvider loggers;

  public Instruments(Tracer tracer, Meter meter) {
    this(tracer, meter, TracerProvider.noop(), MeterProvider.noop(), null);
  }

  public Instruments(
      Tracer tracer,
      Meter meter,
      TracerProvider tracers,
      MeterProvider meters,
      LoggerProvider loggers) {
    this.tracer = tracer;
    this.meter = meter;
    this.tracers = tracers;
    this.meters = meters;
    this.loggers = loggers;
    this.serverDuration =
        seconds(meter, "http.server.request.duration", "Duration of HTTP server requests.", HTTP);
    this.clientDuration =
        seconds(meter, "http.client.request.duration", "Duration of HTTP client requests.", HTTP);
    this.dbDuration =
        seconds(
            meter, "db.client.operation.duration", "Duration of database client operations.", DB);
  }

  static DoubleHistogram seconds(Meter meter, String name, String text, List<Double> buckets) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(text)
        .setExplicitBucketBoundariesAdvice(buckets)
        .build();
  }
}
