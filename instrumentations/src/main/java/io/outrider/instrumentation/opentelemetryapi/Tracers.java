// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.outrider.instrumentation.TelemetryApi;

/** Tracers of the agent's, by scope. */
final class Tracers implements TracerProvider {
  static final TracerProvider INSTANCE = new Tracers();

  @Override
  public Tracer get(String name) {
    return new Of(name, null, null);
  }

  @Override
  public Tracer get(String name, String version) {
    return new Of(name, version, null);
  }

  @Override
  public TracerBuilder tracerBuilder(String name) {
    return new Builder(name);
  }

  private static final class Builder implements TracerBuilder {
    private final String name;
    private String version;
    private String schemaUrl;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public TracerBuilder setSchemaUrl(String url) {
      schemaUrl = url;
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(String of) {
      version = of;
      return this;
    }

    @Override
    public Tracer build() {
      return new Of(name, version, schemaUrl);
    }
  }

  private static final class Of implements Tracer {
    private final Object agent;

    Of(String name, String version, String schemaUrl) {
      agent = TelemetryApi.get().tracer(name, version, schemaUrl);
    }

    @Override
    public SpanBuilder spanBuilder(String name) {
      return new BridgedSpanBuilder(agent, name);
    }
  }
}
