// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.TelemetryApi;

/** Loggers of the agent's, by scope: since 1.27. */
public final class Loggers implements LoggerProvider {
  private static final LoggerProvider INSTANCE = new Loggers();

  private Loggers() {}

  public static LoggerProvider provider() {
    return INSTANCE;
  }

  @Override
  public LoggerBuilder loggerBuilder(String name) {
    return new Builder(name);
  }

  private static final class Builder implements LoggerBuilder {
    private final String name;
    private String version;
    private String schemaUrl;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public LoggerBuilder setSchemaUrl(String url) {
      schemaUrl = url;
      return this;
    }

    @Override
    public LoggerBuilder setInstrumentationVersion(String of) {
      version = of;
      return this;
    }

    @Override
    public Logger build() {
      return new Of(TelemetryApi.get().logs().logger(name, version, schemaUrl));
    }
  }

  private static final class Of implements Logger {
    private final Object agent;

    Of(Object agent) {
      this.agent = agent;
    }

    @Override
    public boolean isEnabled(Severity severity) {
      return TelemetryApi.get().logs().isEnabled(agent);
    }

    @Override
    public boolean isEnabled(Severity severity, Context context) {
      return TelemetryApi.get().logs().isEnabled(agent);
    }

    @Override
    public LogRecordBuilder logRecordBuilder() {
      return new LogRecord(agent);
    }
  }
}
