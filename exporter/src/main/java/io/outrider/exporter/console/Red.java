// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rate, errors and durations of every operation since the console started.
 *
 * <p>Spans and duration histograms say the same twice. Per service and side the one that counts
 * more calls is shown: spans where all are sampled (their percentiles are exact to 2.5 %),
 * histograms where only a part is.
 */
final class Red {
  private static final int MAX_ROWS = 300;
  private static final int MAX_SERIES = 4_000;

  private final Map<Key, SpanRow> spanRows = new LinkedHashMap<>();
  private final Map<String, Histogram> histograms = new LinkedHashMap<>();
  private long droppedOperations;

  void add(Span span) {
    if (span.kind < Span.SERVER || span.kind > Span.CONSUMER) {
      return;
    }
    String side = side(span.kind, span.isDatabase());
    Key key = new Key(span.service, side, Peers.operation(span.attributes, span.kind, span.name));
    SpanRow row = spanRows.get(key);
    if (row == null) {
      if (spanRows.size() >= MAX_ROWS) {
        droppedOperations++;
        return;
      }
      row = new SpanRow();
      spanRows.put(key, row);
    }
    row.add(span);
  }

  void add(Point point) {
    int kind = point.metric.equals(MetricsRequest.SERVER_DURATION) ? Span.SERVER : Span.CLIENT;
    boolean database = point.metric.equals(MetricsRequest.DATABASE_DURATION);
    String id =
        point.resource.instance
            + ' '
            + point.resource.service
            + ' '
            + point.metric
            + ' '
            + point.attributes;
    Histogram histogram = histograms.get(id);
    if (histogram == null) {
      if (histograms.size() >= MAX_SERIES) {
        droppedOperations++;
        return;
      }
      String operation = Peers.operation(point.attributes, kind, "(all)");
      histogram =
          new Histogram(
              new Key(point.resource.service, side(kind, database), operation),
              point.attribute("error.type"));
      histograms.put(id, histogram);
    }
    histogram.series.add(point);
  }

  /** By service, then servers before clients before databases, then the most called first. */
  List<Row> rows() {
    Map<Key, Row> fromHistograms = new HashMap<>();
    for (Histogram histogram : histograms.values()) {
      fromHistograms.computeIfAbsent(histogram.key, key -> new Row(key, true)).add(histogram);
    }
    List<Row> fromSpans = new ArrayList<>();
    for (Map.Entry<Key, SpanRow> entry : spanRows.entrySet()) {
      fromSpans.add(entry.getValue().toRow(entry.getKey()));
    }
    Map<String, Long> calls = new HashMap<>();
    for (Row row : fromSpans) {
      calls.merge(row.group(), row.attempts(), Long::sum);
    }
    for (Row row : fromHistograms.values()) {
      calls.merge(row.group(), -row.attempts(), Long::sum);
    }
    List<Row> rows = new ArrayList<>();
    Set<String> sampled = new HashSet<>();
    for (Map.Entry<String, Long> entry : calls.entrySet()) {
      if (entry.getValue() < 0) {
        sampled.add(entry.getKey());
      }
    }
    for (Row row : fromSpans) {
      if (!sampled.contains(row.group())) {
        rows.add(row);
      }
    }
    for (Row row : fromHistograms.values()) {
      if (sampled.contains(row.group())) {
        rows.add(row);
      }
    }
    rows.sort(null);
    return rows;
  }

  long droppedOperations() {
    return droppedOperations;
  }

  private static String side(int kind, boolean database) {
    if (database) {
      return Row.DATABASE;
    }
    switch (kind) {
      case Span.SERVER:
        return Row.SERVER;
      case Span.PRODUCER:
        return Row.PRODUCER;
      case Span.CONSUMER:
        return Row.CONSUMER;
      default:
        return Row.CLIENT;
    }
  }

  /** What one row of the table is about. */
  static final class Key {
    final String service;
    final String side;
    final String operation;

    Key(String service, String side, String operation) {
      this.service = service;
      this.side = side;
      this.operation = operation;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key
          && service.equals(((Key) other).service)
          && side.equals(((Key) other).side)
          && operation.equals(((Key) other).operation);
    }

    @Override
    public int hashCode() {
      return (service.hashCode() * 31 + side.hashCode()) * 31 + operation.hashCode();
    }
  }

  private static final class SpanRow {
    private final Latencies latencies = new Latencies();
    private long calls;
    private long errors;
    private long refused;
    private long first = Long.MAX_VALUE;
    private long last;

    void add(Span span) {
      first = Math.min(first, span.start);
      last = Math.max(last, span.end);
      if (span.isRefused()) {
        refused++;
        return;
      }
      calls++;
      if (span.error) {
        errors++;
      }
      latencies.record(span.durationNanos());
    }

    Row toRow(Key key) {
      Row row = new Row(key, false);
      row.calls = calls;
      row.errors = errors;
      row.refused = refused;
      row.first = first;
      row.last = last;
      row.p50 = latencies.percentile(0.50);
      row.p95 = latencies.percentile(0.95);
      row.p99 = latencies.percentile(0.99);
      return row;
    }
  }

  /** One series of a duration histogram, in seconds. */
  static final class Histogram {
    final Key key;
    final String errorType;
    final Series series = new Series();

    Histogram(Key key, String errorType) {
      this.key = key;
      this.errorType = errorType;
    }
  }
}
