// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;

/** Tracers of any scope, whose spans all go the same way. */
final class ScopedTracers implements TracerProvider {
  private final TracePipeline traces;

  ScopedTracers(TracePipeline traces) {
    this.traces = traces;
  }

  @Override
  public Tracer get(String name) {
    return tracerBuilder(name).build();
  }

  @Override
  public Tracer get(String name, String version) {
    return tracerBuilder(name).setInstrumentationVersion(version).build();
  }

  @Override
  public TracerBuilder tracerBuilder(String name) {
    return new Builder(name);
  }

  private final class Builder implements TracerBuilder {
    private final InstrumentationScopeInfoBuilder scope;

    Builder(String name) {
      scope = InstrumentationScopeInfo.builder(name);
    }

    @Override
    public TracerBuilder setSchemaUrl(String url) {
      scope.setSchemaUrl(url);
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(String version) {
      scope.setVersion(version);
      return this;
    }

    @Override
    public Tracer build() {
      return traces.tracer(scope.build());
    }
  }
}
