// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;

/** Makes spans of one instrumentation scope. */
final class FlatTracer implements Tracer {
  private final SpanSource source;
  private final InstrumentationScopeInfo scope;

  FlatTracer(SpanSource source, InstrumentationScopeInfo scope) {
    this.source = source;
    this.scope = scope;
  }

  @Override
  public SpanBuilder spanBuilder(String name) {
    return new FlatSpan(
        source, scope, name == null || name.trim().isEmpty() ? "<unspecified span name>" : name);
  }

  @Override
  public boolean isEnabled() {
    return true;
  }
}
