// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.List;

/** Decodes an OTLP ExportTraceServiceRequest (opentelemetry/proto/trace/v1/trace.proto). */
final class TraceRequest {
  private static final int MAX_EVENTS = 16;

  private TraceRequest() {}

  static List<Span> decode(byte[] body) throws MalformedRequest {
    List<Span> spans = new ArrayList<>();
    ProtoReader request = new ProtoReader(body);
    while (request.next()) {
      if (request.field() == 1) {
        resourceSpans(request.message(), spans);
      }
    }
    return spans;
  }

  private static void resourceSpans(ProtoReader reader, List<Span> spans) throws MalformedRequest {
    int first = spans.size();
    String service = Resource.UNKNOWN_SERVICE;
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          service = Resource.decode(reader.message()).service;
          break;
        case 2:
          scopeSpans(reader.message(), spans);
          break;
        default:
      }
    }
    // Fields come in any order: the resource may follow its spans.
    for (Span span : spans.subList(first, spans.size())) {
      span.service = service;
    }
  }

  private static void scopeSpans(ProtoReader reader, List<Span> spans) throws MalformedRequest {
    while (reader.next()) {
      if (reader.field() == 2) {
        Span span = span(reader.message());
        checkId("trace", span.traceId, 16);
        checkId("span", span.id, 8);
        if (!span.parentId.isEmpty()) {
          checkId("parent span", span.parentId, 8);
        }
        spans.add(span);
      }
    }
  }

  private static void checkId(String what, String hex, int bytes) throws MalformedRequest {
    if (hex.length() != 2 * bytes) {
      throw new MalformedRequest(
          what + " id of " + hex.length() / 2 + " bytes, where " + bytes + " are right");
    }
  }

  private static Span span(ProtoReader reader) throws MalformedRequest {
    Span span = new Span();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          span.traceId = reader.hex();
          break;
        case 2:
          span.id = reader.hex();
          break;
        case 4:
          span.parentId = reader.hex();
          break;
        case 5:
          span.name = Attributes.cut(reader.string());
          break;
        case 6:
          span.kind = (int) reader.varint();
          break;
        case 7:
          span.start = reader.time();
          break;
        case 8:
          span.end = reader.time();
          break;
        case 9:
          Attributes.readShown(span.attributes, reader.message());
          break;
        case 11:
          Span.Event event = event(reader.message());
          if (span.events.size() < MAX_EVENTS) {
            span.events.add(event);
          }
          break;
        case 15:
          status(reader.message(), span);
          break;
        default:
      }
    }
    if (span.parentId.equals("0000000000000000")) {
      span.parentId = "";
    }
    return span;
  }

  private static Span.Event event(ProtoReader reader) throws MalformedRequest {
    Span.Event event = new Span.Event();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          event.time = reader.time();
          break;
        case 2:
          event.name = Attributes.cut(reader.string());
          break;
        case 3:
          Attributes.readShown(event.attributes, reader.message());
          break;
        default:
      }
    }
    return event;
  }

  private static void status(ProtoReader reader, Span span) throws MalformedRequest {
    while (reader.next()) {
      switch (reader.field()) {
        case 2:
          span.statusMessage = Attributes.cut(reader.string());
          break;
        case 3:
          span.error = reader.varint() == 2;
          break;
        default:
      }
    }
  }
}
