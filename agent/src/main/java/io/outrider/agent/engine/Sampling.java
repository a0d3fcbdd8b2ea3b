// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.outrider.agent.config.SamplingRules;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Rules that drop or thin out the spans of some calls, such as health checks, whatever the sampler
 * says. What is inside a dropped call is dropped with it, here and, because the headers say so, in
 * the services that it calls. Metrics count every call.
 */
final class Sampling {
  private volatile SamplingRules rules;

  Sampling(SamplingRules rules) {
    this.rules = rules;
  }

  /** Puts other rules into force, for calls that begin from now on. */
  void replace(SamplingRules next) {
    rules = next;
  }

  /** Whether a rule drops this request, by what is known at its start. */
  boolean dropsRequest(String method, String host, String path) {
    SamplingRules rules = this.rules;
    return !rules.isEmpty() && drops(rules.ratioFor(SamplingRules.Kind.SERVER, method, host, path));
  }

  /** Whether a rule for its route drops a request that has begun already. */
  boolean dropsRoute(Operation operation) {
    SamplingRules rules = this.rules;
    return rules.hasRouteRules()
        && drops(
            rules.ratioForRoute(
                SamplingRules.Kind.SERVER,
                operation.method,
                operation.host,
                operation.path,
                operation.route));
  }

  boolean dropsCall(String method, String host, String url) {
    SamplingRules rules = this.rules;
    return !rules.isEmpty()
        && drops(rules.ratioFor(SamplingRules.Kind.CLIENT, method, host, Urls.path(url)));
  }

  private static boolean drops(double ratio) {
    return ratio >= 0 && (ratio == 0 || ThreadLocalRandom.current().nextDouble() >= ratio);
  }

  /** Whether a context lies inside a call that was dropped. */
  static boolean isDropped(Context context) {
    for (Operation at = Operation.of(context); at != null; at = Operation.of(at.parent)) {
      if (at.dropped) {
        return true;
      }
    }
    return false;
  }

  /** What stands for a dropped span: never recorded, and tells others not to record. */
  static Span unsampled(Context parent) {
    SpanContext of = Span.fromContext(parent).getSpanContext();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String trace =
        of.isValid()
            ? of.getTraceId()
            : TraceId.fromLongs(random.nextLong(), random.nextLong() | 1);
    TraceState state = of.isValid() ? of.getTraceState() : TraceState.getDefault();
    // All but the sampled flag is the trace's, not ours.
    int flags = of.isValid() ? of.getTraceFlags().asByte() & ~1 : 0;
    return Span.wrap(
        SpanContext.create(
            trace,
            SpanId.fromLong(random.nextLong() | 1),
            TraceFlags.fromByte((byte) flags),
            state));
  }
}
