// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedTest {
  private final Received received = new Received(1000);

  @Test
  void aServersRowIsItsRouteAndAClientsItsPeer() throws IOException {
    receive(
        server(1, 0, 10),
        Otlp.span(1, 2, 1, SPAN_KIND_CLIENT, "GET", 0, 1)
            .addAllAttributes(
                Otlp.attributes(
                    "http.request.method", "GET", "server.address", "stock", "server.port", 80L)),
        Otlp.span(1, 3, 1, SPAN_KIND_CLIENT, "SELECT orders", 0, 1)
            .addAllAttributes(
                Otlp.attributes(
                    "db.system.name", "h2database",
                    "db.query.summary", "SELECT orders",
                    "db.namespace", "shop")),
        Otlp.span(1, 4, 1, SPAN_KIND_INTERNAL, "work", 0, 1));

    assertThat(received.red.rows())
        .extracting(row -> row.key.side + " " + row.key.operation)
        .containsExactly(
            "server GET /orders/{id}", "client GET stock:80", "db SELECT orders @ shop");
  }

  @Test
  void countsCallsErrorsAndRefusalsApart() throws IOException {
    receive(
        Otlp.span(1, 1, 0, SPAN_KIND_CLIENT, "GET", 0, 100)
            .setStatus(Otlp.error())
            .addAllAttributes(
                Otlp.attributes(
                    "http.request.method",
                    "GET",
                    "server.address",
                    "localhost",
                    "server.port",
                    8081L)),
        Otlp.refused(1, 2, 0, 1000),
        Otlp.refused(1, 3, 0, 2000));

    Row row = received.red.rows().get(0);
    assertThat(row.calls).isEqualTo(1);
    assertThat(row.errors).isEqualTo(1);
    assertThat(row.refused).isEqualTo(2);
    assertThat(row.p50).isEqualTo(100e6);
    assertThat(row.rate()).isEqualTo(1.5, within(0.01));
  }

  @Test
  void percentilesOfSpansAreRightToAFewPercent() throws IOException {
    for (int i = 1; i <= 1000; i++) {
      receive(server(i, 0, i));
    }

    Row row = received.red.rows().get(0);
    assertThat(row.p50).isBetween(0.97 * 500e6, 1.03 * 500e6);
    assertThat(row.p95).isBetween(0.97 * 950e6, 1.03 * 950e6);
    assertThat(row.p99).isBetween(0.97 * 990e6, 1.03 * 990e6);
  }

  @Test
  void histogramsServeWhereSpansAreSampled() throws IOException {
    receive(server(1, 0, 10));
    metrics(
        duration(true, point(0, 1_000, 8, 2, 0), point(0, 1_000, 0, 0, 1, "error.type", "500")));

    Row row = received.red.rows().get(0);
    assertThat(row.fromHistogram).isTrue();
    assertThat(row.calls).isEqualTo(11);
    assertThat(row.errors).isEqualTo(1);
    // 5.5 of the 8 calls below 10 ms.
    assertThat(row.p50).isEqualTo(6.875e6, within(1.0));
    assertThat(row.p99).isEqualTo(100e6, within(1.0));
    assertThat(RedView.render(received.red, new Style(false, true, 140)))
        .contains("11~")
        .contains("~ from histograms");
  }

  @Test
  void spansServeWhereAllAreSampled() throws IOException {
    receive(server(1, 0, 10), server(2, 0, 10));
    metrics(duration(true, point(0, 1_000, 2, 0, 0)));

    assertThat(received.red.rows()).singleElement().matches(row -> !row.fromHistogram);
  }

  @Test
  void cumulativePointsReplaceAndDeltaPointsAddUp() throws IOException {
    metrics(duration(true, point(0, 1_000, 2, 0, 0)));
    metrics(duration(true, point(0, 2_000, 5, 0, 0)));
    assertThat(received.red.rows().get(0).calls).isEqualTo(5);

    Received deltas = new Received(10);
    deltas.addPoints(
        MetricsRequest.decode(Otlp.metrics("o", duration(false, point(0, 1_000, 2, 0, 0)))));
    deltas.addPoints(
        MetricsRequest.decode(Otlp.metrics("o", duration(false, point(1_000, 2_000, 5, 0, 0)))));
    assertThat(deltas.red.rows().get(0).calls).isEqualTo(7);
  }

  @Test
  void aRestartedSenderDoesNotTakeItsCallsWithIt() throws IOException {
    metrics(duration(true, point(0, 1_000, 5, 0, 0)));
    metrics(duration(true, point(5_000, 6_000, 2, 0, 0)));

    assertThat(received.red.rows().get(0).calls).isEqualTo(7);
  }

  @Test
  void seriesThatDifferInAnAttributeNobodySeesAddUp() throws IOException {
    for (int second = 1; second <= 3; second++) {
      metrics(
          duration(
              true,
              point(0, second * 1_000, 5, 0, 0, "network.protocol.version", "1.1"),
              point(500, second * 1_000, 2, 0, 0, "network.protocol.version", "2")));
    }

    assertThat(received.red.rows()).singleElement().matches(row -> row.calls == 7);
  }

  @Test
  void theNumberOfRowsIsBounded() throws IOException {
    for (int i = 0; i < 400; i++) {
      receive(Otlp.span(i + 1, 1, 0, SPAN_KIND_SERVER, "name " + i, 0, 1));
    }

    assertThat(received.red.rows()).hasSize(300);
    assertThat(RedView.render(received.red, new Style(false, true, 120)))
        .contains("240 more operations")
        .contains("the table is full");
  }

  @Test
  void everyLineFitsTheWidth() throws IOException {
    for (int i = 0; i < 40; i++) {
      receive(Otlp.span(i + 1, 1, 0, SPAN_KIND_SERVER, "x".repeat(i * 5), 0, 1));
    }

    for (int width : new int[] {80, 100, 200}) {
      List<String> lines =
          RedView.render(received.red, new Style(false, true, width)).lines().toList();
      assertThat(lines).hasSize(42).allMatch(line -> Cells.width(line) <= width);
    }
  }

  private static Span.Builder server(long trace, long from, long to) {
    return Otlp.span(trace, 1, 0, SPAN_KIND_SERVER, "GET /orders/{id}", from, to)
        .addAllAttributes(
            Otlp.attributes("http.request.method", "GET", "http.route", "/orders/{id}"));
  }

  private static Metric.Builder duration(boolean cumulative, HistogramDataPoint... points) {
    return Metric.newBuilder()
        .setName("http.server.request.duration")
        .setUnit("s")
        .setHistogram(
            Histogram.newBuilder()
                .setAggregationTemporality(
                    cumulative
                        ? AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
                        : AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                .addAllDataPoints(List.of(points)));
  }

  /** With so many calls below 10 ms, below 100 ms, and above. */
  private static HistogramDataPoint point(
      long from, long to, long first, long second, long third, Object... attributes) {
    return HistogramDataPoint.newBuilder()
        .setStartTimeUnixNano(Otlp.START + from * Otlp.MILLI)
        .setTimeUnixNano(Otlp.START + to * Otlp.MILLI)
        .setCount(first + second + third)
        .addAllBucketCounts(List.of(first, second, third))
        .addAllExplicitBounds(List.of(0.010, 0.100))
        .addAllAttributes(
            Otlp.attributes("http.request.method", "GET", "http.route", "/orders/{id}"))
        .addAllAttributes(Otlp.attributes(attributes))
        .build();
  }

  private void receive(Span.Builder... spans) throws IOException {
    received.addSpans(TraceRequest.decode(Otlp.traces("orders", spans)), 0);
  }

  private void metrics(Metric.Builder... metrics) throws IOException {
    received.addPoints(MetricsRequest.decode(Otlp.metrics("orders", metrics)));
  }
}
