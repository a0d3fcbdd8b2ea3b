// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application with an SDK of its own, registered or not. */
public final class OwnSdkDriver implements Driver {
  private final List<SpanData> exported = new CopyOnWriteArrayList<>();
  private final OpenTelemetry sdk;

  public OwnSdkDriver() {
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Keeping(exported)))
            .build();
    boolean registered = Boolean.getBoolean("smoke.registered");
    sdk =
        registered
            ? OpenTelemetrySdk.builder().setTracerProvider(tracers).buildAndRegisterGlobal()
            : OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
  }

  @Override
  public String name() {
    return "OwnSdk";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    Tracer tracer =
        order.get("global") == null ? sdk.getTracer("own") : GlobalOpenTelemetry.getTracer("own");
    String name = order.get("name");
    Span span = tracer.spanBuilder(name).startSpan();
    Order answer = new Order().with("span", span.getSpanContext().getSpanId());
    try (Scope scope = span.makeCurrent()) {
      answer.with("same", Span.current() == span);
      Downstream.call(order.get("url"));
    } finally {
      span.end();
    }
    for (SpanData data : exported) {
      if (data.getName().equals(name)) {
        answer.with("trace", data.getTraceId()).with("parent", data.getParentSpanId());
      }
    }
    return answer;
  }

  private static final class Keeping implements SpanExporter {
    private final List<SpanData> kept;

    Keeping(List<SpanData> kept) {
      this.kept = kept;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      kept.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
