// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line of a log as it came.
 *
 * @param traceId in hex; empty outside of spans
 * @param millis when it was logged
 */
public record LogView(
    String logger,
    String body,
    int severity,
    String level,
    long millis,
    long observedMillis,
    String traceId,
    String spanId,
    int flags,
    Map<String, String> attributes) {
  static List<LogView> all(ExportLogsServiceRequest request) {
    List<LogView> lines = new ArrayList<>();
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord line : scope.getLogRecordsList()) {
          lines.add(of(scope.getScope().getName(), line));
        }
      }
    }
    return lines;
  }

  private static LogView of(String logger, LogRecord line) {
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue pair : line.getAttributesList()) {
      attributes.put(pair.getKey(), text(pair.getValue()));
    }
    return new LogView(
        logger,
        line.getBody().getStringValue(),
        line.getSeverityNumberValue(),
        line.getSeverityText(),
        line.getTimeUnixNano() / 1_000_000,
        line.getObservedTimeUnixNano() / 1_000_000,
        HexFormat.of().formatHex(line.getTraceId().toByteArray()),
        HexFormat.of().formatHex(line.getSpanId().toByteArray()),
        line.getFlags() & 0xff,
        attributes);
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.getStringValue();
    };
  }
}
