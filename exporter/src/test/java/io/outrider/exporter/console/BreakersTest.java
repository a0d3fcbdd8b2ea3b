// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final Style BOXES = new Style(false, true, 120);

  private final Received received = new Received(100);

  @Test
  void tellsTheWholeStoryFromSpans() throws IOException {
    anOutage();

    assertThat(story(BOXES).lines().map(BreakersTest::withoutHour))
        .containsExactly(
            "  inventory localhost:8081 called by orders, now closed",
            "    state      ▁▁█████▒▁▁",
            "    refused      ▂▂▆██",
            "               :04:05 to :04:15, 1 s a cell: ▁ closed  ▒ half-open  █ open; refused: at most 4 a cell",
            "     :04:07.500  closed    → open       on GET HttpTimeoutException (trace 00000000)",
            "    ~:04:12.000  open      → half-open  after 4.50 s, 13 calls refused",
            "     :04:13.000  half-open → closed     after 1.00 s, on GET 200 (trace 00000000)",
            "    13 calls refused, each in 0.08 ms (median), nothing sent",
            "    ~ no span told it: inferred from metrics or from what came next");
  }

  @Test
  void plainAsciiHoldsNoOtherCharacter() throws IOException {
    anOutage();

    assertThat(story(new Style(false, false, 100)))
        .isASCII()
        .contains("__#####%__")
        .contains("11344")
        .contains("closed    -> open");
  }

  @Test
  void samplesOfTheGaugeTellWhatNoSpanTold() throws IOException {
    metrics(state(0, 0), state(1_000, 2), state(2_000, 2), state(3_000, 1), state(4_000, 0));

    Breaker breaker = received.breakers.all().get(0);
    assertThat(breaker.rule).isEqualTo("inventory");
    assertThat(breaker.peer).isEqualTo("localhost:8081");
    assertThat(breaker.transitions())
        .allMatch(Breaker.Transition::isInferred)
        .extracting(t -> t.from.text + " " + t.to.text)
        .containsExactly("closed open", "open half-open", "half-open closed");
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aSpanThatComesLateReplacesWhatSamplesMadeGuess() throws IOException {
    metrics(state(0, 0), state(1_000, 2));
    assertThat(received.breakers.all().get(0).transitions())
        .singleElement()
        .matches(Breaker.Transition::isInferred);

    receive(call(1, 500, 900).addEvents(Otlp.transition(900, "closed", "open")));

    assertThat(received.breakers.all())
        .singleElement()
        .satisfies(
            breaker ->
                assertThat(breaker.transitions())
                    .singleElement()
                    .matches(transition -> !transition.isInferred()));
  }

  @Test
  void sumsDecisionsOverInstancesAndOutcomes() throws IOException {
    metrics(decisions(90, "pass"), decisions(12, "reject"), decisions(3, "would_reject"));

    assertThat(story(BOXES).lines())
        .containsExactly(
            "  CALLER RULE      GUARD           PEER              PASSED  REFUSED  DRY RUN",
            "  orders inventory circuit_breaker localhost:8081        90       12        3");
  }

  @Test
  void eachTransitionIsAnnouncedOnce() throws IOException {
    anOutage();

    assertThat(received.breakers.takeFresh())
        .containsExactly(
            "orders: inventory localhost:8081 closed -> open",
            "orders: inventory localhost:8081 half-open -> closed");
    assertThat(received.breakers.takeFresh()).isEmpty();
  }

  @Test
  void statesAreToldAPieceForScripts() throws IOException {
    anOutage();

    assertThat(new Pages(received).render(java.net.URI.create("/states")))
        .isEqualTo("orders\tinventory\tlocalhost:8081\tclosed\t13\n");
  }

  @Test
  void valuesThatAreNoStateAreLeftOut() throws IOException {
    metrics(state(0, 7), state(1_000, -1));
    receive(call(1, 0, 1).addEvents(Otlp.transition(1, "closed", "ajar")));

    assertThat(story(BOXES)).isEqualTo("no guard has reported yet\n");
  }

  @Test
  void aTimeLineOfAnyLengthFitsTheWidth() throws IOException {
    long year = 365L * 24 * 3600 * 1000;
    metrics(state(0, 0), state(year, 2), state(2 * year, 0));
    receive(Otlp.refused(1, 1, 0, -50 * year));

    assertThat(story(BOXES).lines()).allMatch(line -> Cells.width(line) <= 120);
  }

  /** Calls for 2.5 s, open for 4.5 s with calls refused, a probe of 1 s, calls again. */
  private void anOutage() throws IOException {
    receive(call(1, 100, 120));
    receive(
        call(2, 2_000, 2_500)
            .addAllAttributes(
                Otlp.attributes(
                    "error.type", "java.net.http.HttpTimeoutException",
                    "outrider.guard.rule", "inventory"))
            .setStatus(Otlp.error())
            .addEvents(Otlp.transition(2_500, "closed", "open")));
    int id = 10;
    for (int at : new int[] {2_600, 3_000, 4_000, 4_300, 4_600, 5_000, 5_300, 5_600, 5_900}) {
      receive(Otlp.refused(id, id++, 0, at));
    }
    for (int at : new int[] {6_000, 6_100, 6_200, 6_300}) {
      receive(Otlp.refused(id, id++, 0, at));
    }
    receive(
        call(3, 7_000, 8_000)
            .addAllAttributes(Otlp.attributes("http.response.status_code", 200L))
            .addEvents(Otlp.transition(8_000, "half_open", "closed")));
    receive(call(4, 9_000, 9_010));
  }

  private static Span.Builder call(long trace, long from, long to) {
    return Otlp.span(trace, 1, 0, SPAN_KIND_CLIENT, "GET", from, to)
        .addAllAttributes(
            Otlp.attributes(
                "http.request.method", "GET", "server.address", "localhost", "server.port", 8081L));
  }

  private static Metric.Builder state(long at, long value) {
    return Metric.newBuilder()
        .setName("outrider.breaker.state")
        .setGauge(
            Gauge.newBuilder()
                .addDataPoints(
                    NumberDataPoint.newBuilder()
                        .setTimeUnixNano(Otlp.START + at * Otlp.MILLI)
                        .setAsInt(value)
                        .addAllAttributes(peer())));
  }

  private static Metric.Builder decisions(long count, String outcome) {
    return Metric.newBuilder()
        .setName("outrider.guard.decisions")
        .setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addDataPoints(
                    NumberDataPoint.newBuilder()
                        .setAsInt(count)
                        .addAllAttributes(peer())
                        .addAllAttributes(
                            Otlp.attributes(
                                "outrider.guard.type",
                                "circuit_breaker",
                                "outrider.guard.outcome",
                                outcome))));
  }

  private static List<io.opentelemetry.proto.common.v1.KeyValue> peer() {
    return Otlp.attributes(
        "outrider.guard.rule", "inventory", "server.address", "localhost", "server.port", 8081L);
  }

  private void receive(Span.Builder span) throws IOException {
    received.addSpans(TraceRequest.decode(Otlp.traces("orders", span)), 0);
  }

  private void metrics(Metric.Builder... metrics) throws IOException {
    received.addPoints(MetricsRequest.decode(Otlp.metrics("orders", metrics)));
  }

  private String story(Style style) {
    return BreakersView.render(received.breakers, style);
  }

  /** The hour depends on where the test runs. */
  private static String withoutHour(String line) {
    return line.replaceAll("\\d\\d(:04:\\d\\d)", "$1");
  }
}
