// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.outrider.instrumentation.opentelemetryapi.newer.Loggers;

/**
 * The agent's OpenTelemetry, as the application sees it.
 *
 * <p>Written by hand against the newest library and linked against whatever the application has.
 * Interfaces of the library grow by default methods only, so that a class that implements those of
 * the newest one fits all: what an old library does not have is never called, and what a newer one
 * adds has its default. A generated proxy would cost reflection at each call and know no more.
 * Types that the oldest library does not have are mentioned as types of parameters and results
 * only, or in the package {@code newer}, which is loaded where they exist.
 */
final class BridgedOpenTelemetry implements OpenTelemetry {
  static final OpenTelemetry INSTANCE = new BridgedOpenTelemetry();

  private final ContextPropagators propagators = ContextPropagators.create(new BridgedPropagator());

  @Override
  public TracerProvider getTracerProvider() {
    return Tracers.INSTANCE;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return Meters.INSTANCE;
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return Loggers.provider();
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  @Override
  public String toString() {
    return "OpenTelemetry of Outrider";
  }
}
