// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What newer versions of OpenTelemetry's API have. */
public final class NewOpenTelemetryDriver implements Driver {
  @Override
  public String name() {
    return "NewOpenTelemetry";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("mode")) {
      case "set":
        return new Order()
            .with("isSet", GlobalOpenTelemetry.isSet())
            .with("noop", GlobalOpenTelemetry.getOrNoop() == GlobalOpenTelemetry.get());
      case "metrics":
        return metrics(order);
      case "span":
        return span(order);
      case "logs":
        return logs(order);
      case "annotated":
        return annotated();
      default:
        throw new IllegalArgumentException(order.get("mode"));
    }
  }

  private static Order metrics(Order order) {
    String p = order.get("prefix");
    Meter meter = GlobalOpenTelemetry.getMeter("org.example.meter");
    meter.gaugeBuilder(p + "heat").build().set(36.5);
    meter.gaugeBuilder(p + "people").ofLongs().build().set(5, Attributes.empty());
    meter
        .histogramBuilder(p + "bounds")
        .setExplicitBucketBoundariesAdvice(Arrays.asList(1.0, 2.0))
        .build()
        .record(1.5);
    ObservableLongMeasurement first = meter.counterBuilder(p + "first").buildObserver();
    ObservableLongMeasurement second = meter.counterBuilder(p + "second").buildObserver();
    meter.batchCallback(
        () -> {
          first.record(1);
          second.record(2);
        },
        first,
        second);
    ObservableLongMeasurement third = meter.counterBuilder(p + "third").buildObserver();
    BatchCallback closed = meter.batchCallback(() -> third.record(3), third);
    closed.close();
    return new Order().with("enabled", meter.counterBuilder(p + "x").build().isEnabled());
  }

  private static Order span(Order order) {
    Span span = GlobalOpenTelemetry.getTracer("org.example.shop").spanBuilder("new").startSpan();
    span.addLink(
        SpanContext.create(
            "0123456789abcdef0123456789abcdef",
            "0123456789abcdef",
            TraceFlags.getSampled(),
            TraceState.getDefault()));
    span.setAttribute(
        "structure",
        Value.of(
            KeyValue.of("a", Value.of(1L)),
            KeyValue.of("b", Value.of(Arrays.asList(Value.of("x"), Value.of(true)))),
            KeyValue.of("c", Value.of(new byte[] {1, 2}))));
    span.setAttribute(AttributeKey.valueKey("plain"), Value.of("text"));
    span.addEvent("at", Instant.ofEpochSecond(1700000000L));
    span.end(Instant.now().plusSeconds(1));
    return new Order().with("trace", span.getSpanContext().getTraceId());
  }

  private static Order logs(Order order) {
    Logger logger =
        GlobalOpenTelemetry.get().getLogsBridge().loggerBuilder("org.example.log").build();
    logger
        .logRecordBuilder()
        .setSeverity(Severity.WARN)
        .setSeverityText("WARNING")
        .setBody(Value.of(KeyValue.of("said", Value.of(order.get("text")))))
        .setAttribute("n", 1L)
        .setEventName("org.example.event")
        .setTimestamp(1, TimeUnit.SECONDS)
        .setContext(Context.current())
        .setException(new IllegalStateException("bad"))
        .emit();
    logger.logRecordBuilder().setBody("a plain line").emit();
    return new Order().with("enabled", logger.isEnabled(Severity.INFO));
  }

  private Order annotated() {
    alone();
    around("seven");
    return new Order().with("done", "true");
  }

  @WithSpan(inheritContext = false)
  private void alone() {}

  @WithSpan
  private void around(String text) {
    adding(text, 8);
  }

  @AddingSpanAttributes
  private void adding(@SpanAttribute("text") String text, @SpanAttribute("n") long n) {}
}
