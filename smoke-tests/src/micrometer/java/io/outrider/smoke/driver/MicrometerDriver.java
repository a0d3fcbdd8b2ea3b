// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Micrometer's tracing as Spring Boot sets it up: with an SDK that nobody registers. */
public final class MicrometerDriver implements Driver {
  private final AtomicInteger events = new AtomicInteger();
  private final Tracer tracer;

  public MicrometerDriver() {
    ContextStorage.addWrapper(new EventPublishingContextWrapper(event -> events.incrementAndGet()));
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build();
    tracer =
        new OtelTracer(sdk.getTracer("micrometer"), new OtelCurrentTraceContext(), event -> {});
  }

  @Override
  public String name() {
    return "Micrometer";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    int before = events.get();
    Span current = tracer.currentSpan();
    Order answer = new Order().with("current", current == null ? null : current.context().spanId());
    Span span = tracer.nextSpan().name("observed").start();
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      answer
          .with("trace", span.context().traceId())
          .with("span", span.context().spanId())
          .with("parent", span.context().parentId())
          .with("inside", tracer.currentSpan().context().spanId());
      Downstream.call(order.get("url"));
      try (Tracer.SpanInScope none = tracer.withSpan(null)) {
        answer.with("none", tracer.currentSpan() == null);
      }
    } finally {
      span.end();
    }
    Span after = tracer.currentSpan();
    return answer
        .with("after", after == null ? null : after.context().spanId())
        .with("events", events.get() - before);
  }
}
