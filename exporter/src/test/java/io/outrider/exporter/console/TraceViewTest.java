// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceViewTest {
  private static final Style BOXES = new Style(false, true, 120);
  private static final Style ASCII = new Style(false, false, 100);

  private final Received received = new Received(10);

  @Test
  void printsOneTreeAcrossServices() throws IOException {
    anOrder();

    assertThat(tree(BOXES).lines().skip(1))
        .containsExactly(
            "  order-service     POST /orders           server  40.0 ms ███████████████ 201 /orders",
            "                    ├─ SELECT products     db       1.0 ms ▏               select * from products where sku = ?",
            "                    └─ GET                 client  30.0 ms  ███████████    200 localhost:8081/stock/tea?at=1",
            "  inventory-service    └─ GET /stock/{sku} server  20.0 ms    ████████     200 /stock/tea?at=1",
            "                          └─ SELECT stock  db       5.0 ms      ██         select * from stock where sku = ?");
  }

  @Test
  void headerSaysWhichTraceHowLongHowManySpansServicesAndErrors() throws IOException {
    anOrder();
    receive("order-service", Otlp.refused(1, 9, 1, 35));

    assertThat(tree(BOXES).lines().findFirst().orElseThrow())
        .startsWith("trace 00000000000000000000000000000001  ")
        .endsWith("  40.0 ms  6 spans, 2 services, 1 error");
  }

  @Test
  void plainAsciiHoldsNoOtherCharacter() throws IOException {
    anOrder();
    receive(
        "order-service",
        Otlp.refused(1, 9, 1, 35).addEvents(Otlp.transition(35, "closed", "open")),
        Otlp.span(1, 10, 1, SPAN_KIND_INTERNAL, "größer", 36, 37));

    assertThat(tree(ASCII)).isASCII().contains("gr??er").contains("|- ").contains("`- ");
  }

  @Test
  void showsRefusalsBreakerTransitionsAndExceptions() throws IOException {
    receive(
        "order-service",
        Otlp.span(1, 1, 0, SPAN_KIND_SERVER, "POST /orders", 0, 10).setStatus(Otlp.error()),
        Otlp.refused(1, 2, 1, 1),
        Otlp.span(1, 3, 1, SPAN_KIND_CLIENT, "GET", 2, 9)
            .setStatus(Otlp.error())
            .addAllAttributes(
                Otlp.attributes(
                    "error.type", "java.net.http.HttpTimeoutException",
                    "url.full", "http://localhost:8081/stock/tea"))
            .addEvents(Otlp.transition(9, "closed", "open"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .addAllAttributes(
                        Otlp.attributes(
                            "exception.type", "java.net.http.HttpTimeoutException",
                            "exception.message", "request timed out")))
            .addEvents(Span.Event.newBuilder().setName("other")));

    String tree = tree(BOXES);
    assertThat(tree)
        .contains("✗ circuit_open (inventory) localhost:8081/stock/tea")
        .contains("✗ HttpTimeoutException localhost:8081/stock/tea")
        .contains("⚡ circuit breaker closed → open\n")
        .contains("✗ java.net.http.HttpTimeoutException: request timed out\n")
        .doesNotContain("other");
    assertThat(tree.lines().map(Cells::width)).allMatch(width -> width <= 120);
  }

  @Test
  void saysWhichParentIsMissing() throws IOException {
    receive("inventory-service", Otlp.span(1, 2, 0xabc, SPAN_KIND_SERVER, "GET /stock", 0, 1));

    assertThat(tree(BOXES))
        .contains("(parent 0000000000000abc was not received)\n")
        .contains("└─ GET /stock");
  }

  @Test
  void countsSpansThatAreTheirOwnAncestors() throws IOException {
    receive(
        "orders",
        Otlp.span(1, 1, 0, SPAN_KIND_SERVER, "GET", 0, 1),
        Otlp.span(1, 2, 3, SPAN_KIND_INTERNAL, "a", 0, 1),
        Otlp.span(1, 3, 2, SPAN_KIND_INTERNAL, "b", 0, 1),
        Otlp.span(1, 4, 4, SPAN_KIND_INTERNAL, "c", 0, 1));

    assertThat(tree(BOXES)).contains("… 3 more spans\n");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() throws IOException {
    receive(
        "orders\u0007",
        Otlp.span(1, 1, 0, SPAN_KIND_SERVER, "GET \u001b[2J\n\u202e\u009b31m", 0, 1)
            .addAllAttributes(Otlp.attributes("url.path", "/\u001b]0;title\u0007")));

    assertThat(tree(BOXES)).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
  }

  @Test
  void fitsTheWidthHoweverDeepLongOrWideTheSpansAre() throws IOException {
    Span.Builder[] chain = new Span.Builder[120];
    for (int i = 0; i < chain.length; i++) {
      chain[i] =
          Otlp.span(1, i + 1, i, SPAN_KIND_CLIENT, "名前".repeat(i), i, 200 - i)
              .addAllAttributes(Otlp.attributes("url.full", "http://host/" + "x".repeat(1000)));
    }
    receive("a service with a rather long name, longer than most", chain);

    for (Style style : List.of(BOXES, ASCII, new Style(false, true, 80))) {
      assertThat(tree(style).lines().map(Cells::width)).allMatch(width -> width <= style.width);
    }
  }

  @Test
  void coloursOnlyWhenAsked() throws IOException {
    anOrder();

    assertThat(tree(BOXES)).doesNotContain("\u001b");
    assertThat(tree(new Style(true, true, 120))).contains("\u001b[36m").contains("\u001b[0m");
  }

  private void anOrder() throws IOException {
    receive(
        "inventory-service",
        Otlp.span(1, 5, 4, SPAN_KIND_CLIENT, "SELECT stock", 15, 20)
            .addAllAttributes(
                Otlp.attributes(
                    "db.system.name", "h2database",
                    "db.query.text", "select * from stock where sku = ?")),
        Otlp.span(1, 4, 3, SPAN_KIND_SERVER, "GET /stock/{sku}", 8, 28)
            .addAllAttributes(
                Otlp.attributes(
                    "http.response.status_code",
                    200L,
                    "url.path",
                    "/stock/tea",
                    "url.query",
                    "at=1")));
    receive(
        "order-service",
        Otlp.span(1, 2, 1, SPAN_KIND_CLIENT, "SELECT products", 0, 1)
            .addAllAttributes(
                Otlp.attributes(
                    "db.system.name", "h2database",
                    "db.query.text", "select * from products where sku = ?")),
        Otlp.span(1, 3, 1, SPAN_KIND_CLIENT, "GET", 4, 34)
            .addAllAttributes(
                Otlp.attributes(
                    "http.response.status_code",
                    200L,
                    "url.full",
                    "http://localhost:8081/stock/tea?at=1")),
        Otlp.span(1, 1, 0, SPAN_KIND_SERVER, "POST /orders", 0, 40)
            .addAllAttributes(
                Otlp.attributes("http.response.status_code", 201L, "url.path", "/orders")));
  }

  private void receive(String service, Span.Builder... spans) throws IOException {
    received.addSpans(TraceRequest.decode(Otlp.traces(service, spans)), 0);
  }

  private String tree(Style style) {
    return TraceView.render(received.traces.newest("", 1).get(0), style);
  }
}
