// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/**
 * Rules that drop or thin out the traces of some requests, such as health checks, whatever the
 * sampler says.
 */
class Sampling {
  /** The parent of a request's span; one that is not sampled when a rule drops the request. */
  Context parent(Context parent, String method, String server, String path) {
    return parent;
  }

  /** Null when no rule for the route drops the request; else the context for what is inside it. */
  Context atRoute(Operation operation) {
    return null;
  }

  static Context unsampled(Context context, String traceId, String spanId) {
    return context.with(
        Span.wrap(
            SpanContext.create(traceId, spanId, TraceFlags.getDefault(), TraceState.getDefault())));
  }
}
