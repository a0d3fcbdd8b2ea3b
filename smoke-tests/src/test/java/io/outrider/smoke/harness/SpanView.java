// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it arrived.
 *
 * @param kind {@code SERVER}, {@code CLIENT} and so on
 * @param status {@code UNSET}, {@code OK} or {@code ERROR}
 * @param events names, with each event's attributes
 * @param links trace and span, with a dash between, and each link's attributes
 */
public record SpanView(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    String kind,
    String status,
    String statusMessage,
    Map<String, Object> attributes,
    List<Map.Entry<String, Map<String, Object>>> events,
    List<Map.Entry<String, Map<String, Object>>> links,
    long startNanos,
    long endNanos,
    String traceState,
    String scope,
    String schemaUrl,
    Map<String, Object> resource) {

  /** Another span that has to do with this one. */
  public record Link(String traceId, String spanId) {}

  static List<SpanView> all(ExportTraceServiceRequest request) {
    List<SpanView> all = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      Map<String, Object> attributes = map(resource.getResource().getAttributesList());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          all.add(view(span, scope, attributes));
        }
      }
    }
    return all;
  }

  private static SpanView view(Span span, ScopeSpans scope, Map<String, Object> resource) {
    List<Map.Entry<String, Map<String, Object>>> events = new ArrayList<>();
    for (Span.Event event : span.getEventsList()) {
      events.add(Map.entry(event.getName(), map(event.getAttributesList())));
    }
    List<Map.Entry<String, Map<String, Object>>> links = new ArrayList<>();
    for (Span.Link link : span.getLinksList()) {
      links.add(
          Map.entry(
              hex(link.getTraceId()) + "-" + hex(link.getSpanId()), map(link.getAttributesList())));
    }
    return new SpanView(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getStatus().getCode().name().replace("STATUS_CODE_", ""),
        span.getStatus().getMessage(),
        map(span.getAttributesList()),
        events,
        links,
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        span.getTraceState(),
        scope.getScope().getName(),
        scope.getSchemaUrl(),
        resource);
  }

  public boolean client() {
    return kind.equals("CLIENT");
  }

  public boolean server() {
    return kind.equals("SERVER");
  }

  public boolean producer() {
    return kind.equals("PRODUCER");
  }

  public boolean consumer() {
    return kind.equals("CONSUMER");
  }

  /** What another span's link to this one is, if it has no attributes. */
  public Map.Entry<String, Map<String, Object>> link() {
    return Map.entry(traceId + "-" + spanId, Map.of());
  }

  /** Null when absent. */
  public Object attribute(String key) {
    return attributes.get(key);
  }

  static Map<String, Object> map(List<KeyValue> attributes) {
    Map<String, Object> map = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      map.put(attribute.getKey(), value(attribute.getValue()));
    }
    return map;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(SpanView::value).toList();
      case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> hex(value.getBytesValue());
      default -> value.toString();
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
