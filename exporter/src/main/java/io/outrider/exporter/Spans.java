// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.Consumer;

/** The spans of this module without the way out of the process: for tests and benchmarks. */
public final class Spans {
  private Spans() {}

  /**
   * A tracer.
   *
   * @param ended takes each sampled span once it has ended, on the thread that ends it
   */
  public static Tracer tracer(String scope, Sampler sampler, Consumer<? super SpanData> ended) {
    return new FlatTracer(
        new SpanSource(Resource.getDefault(), sampler, SpanLimits.getDefault(), ended),
        InstrumentationScopeInfo.create(scope));
  }
}
