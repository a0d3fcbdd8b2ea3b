// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes export requests with OpenTelemetry's own classes, the way a sender would. */
final class Otlp {
  /** 2026-01-02T03:04:05Z. */
  static final long START = 1_767_323_045_000_000_000L;

  static final long MILLI = 1_000_000L;

  private Otlp() {}

  static Span.Builder span(
      long trace, long id, long parent, Span.SpanKind kind, String name, long from, long to) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, trace)))
            .setSpanId(id(id))
            .setKind(kind)
            .setName(name)
            .setStartTimeUnixNano(START + from * MILLI)
            .setEndTimeUnixNano(START + to * MILLI);
    return parent == 0 ? span : span.setParentSpanId(id(parent));
  }

  /** A call that the breaker of the rule "inventory" refused. */
  static Span.Builder refused(long trace, long id, long parent, long at) {
    return span(trace, id, parent, Span.SpanKind.SPAN_KIND_CLIENT, "GET", at, at)
        .setEndTimeUnixNano(START + at * MILLI + 80_000)
        .setStatus(error())
        .addAllAttributes(
            attributes(
                "http.request.method", "GET",
                "server.address", "localhost",
                "server.port", 8081L,
                "url.full", "http://localhost:8081/stock/tea",
                "error.type", "circuit_open",
                "outrider.guard.rule", "inventory",
                "outrider.guard.type", "circuit_breaker",
                "outrider.guard.outcome", "reject"));
  }

  static Span.Event transition(long at, String from, String to) {
    return Span.Event.newBuilder()
        .setName("outrider.breaker.transition")
        .setTimeUnixNano(START + at * MILLI)
        .addAllAttributes(attributes("outrider.breaker.from", from, "outrider.breaker.to", to))
        .build();
  }

  static Status error() {
    return Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).build();
  }

  static ByteString id(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id));
  }

  static List<KeyValue> attributes(Object... keysAndValues) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      AnyValue.Builder value = AnyValue.newBuilder();
      if (keysAndValues[i + 1] instanceof Long) {
        value.setIntValue((Long) keysAndValues[i + 1]);
      } else {
        value.setStringValue((String) keysAndValues[i + 1]);
      }
      attributes.add(
          KeyValue.newBuilder().setKey((String) keysAndValues[i]).setValue(value).build());
    }
    return attributes;
  }

  static Resource resource(String service) {
    return Resource.newBuilder()
        .addAllAttributes(attributes("service.name", service, "service.instance.id", "1"))
        .build();
  }

  static byte[] traces(String service, Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    Arrays.stream(spans).forEach(scope::addSpans);
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().setResource(resource(service)).addScopeSpans(scope))
        .build()
        .toByteArray();
  }

  static byte[] metrics(String service, Metric.Builder... metrics) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    Arrays.stream(metrics).forEach(scope::addMetrics);
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(resource(service)).addScopeMetrics(scope))
        .build()
        .toByteArray();
  }
}
