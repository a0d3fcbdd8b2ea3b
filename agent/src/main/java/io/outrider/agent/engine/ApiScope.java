// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;

/**
 * An instrumentation scope of the application's. What records for it is made when it is first used:
 * scopes are often made while classes are initialised, before telemetry is ready.
 */
final class ApiScope {
  private final Engine engine;
  private final String name;
  private final String version;
  private final String schemaUrl;
  private volatile Tracer tracer;

  ApiScope(Engine engine, String name, String version, String schemaUrl) {
    this.engine = engine;
    this.name = name == null || name.isEmpty() ? "unknown" : name;
    this.version = version;
    this.schemaUrl = schemaUrl;
  }

  /** One that does nothing, as long as there is nothing else; asked again then. */
  Tracer tracer() {
    Tracer made = tracer;
    if (made == null) {
      Instruments instruments = engine.instruments();
      TracerBuilder builder = instruments.tracers.tracerBuilder(name);
      if (version != null) {
        builder.setInstrumentationVersion(version);
      }
      if (schemaUrl != null) {
        builder.setSchemaUrl(schemaUrl);
      }
      made = builder.build();
      if (instruments != Instruments.NONE) {
        tracer = made;
      }
    }
    return made;
  }

  /** Null as long as there is none. */
  Meter meter() {
    Instruments instruments = engine.instruments();
    if (instruments == Instruments.NONE) {
      return null;
    }
    MeterBuilder builder = instruments.meters.meterBuilder(name);
    if (version != null) {
      builder.setInstrumentationVersion(version);
    }
    if (schemaUrl != null) {
      builder.setSchemaUrl(schemaUrl);
    }
    return builder.build();
  }

  /** Null as long as there is none. */
  Logger logger() {
    Instruments instruments = engine.instruments();
    if (instruments == Instruments.NONE) {
      return null;
    }
    if (instruments.loggers == null) {
      return null;
    }
    LoggerBuilder builder = instruments.loggers.loggerBuilder(name);
    if (version != null) {
      builder.setInstrumentationVersion(version);
    }
    if (schemaUrl != null) {
      builder.setSchemaUrl(schemaUrl);
    }
    return builder.build();
  }
}
