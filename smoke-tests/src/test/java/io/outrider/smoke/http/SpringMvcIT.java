// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.SpanView;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring MVC's routes. The rest of the contract holds beside it as without it. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class SpringMvcIT extends HttpServerContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(
        HttpServerVariant.tomcat("8.5", 17, "spring-webmvc-5.0"),
        HttpServerVariant.jetty("9.4", 17, "spring-webmvc-5.3"),
        HttpServerVariant.jetty("11", 17, "spring-webmvc-6.0"),
        HttpServerVariant.tomcat("10.1", 17, "spring-webmvc-6.2"),
        HttpServerVariant.tomcat("11.0", 25, "spring-webmvc-7.0"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/orders/17,/orders/{id},200,order 17",
    "POST,/orders/17/items/4,/orders/{id}/items/{item},200,17/4",
    "GET,/missing/17,/missing/{id},404,missing",
    "GET,/callable/17,/callable/{id},200,called 17",
    "GET,/deferred/17,/deferred/{id},200,deferred 17"
  })
  void theRouteIsThePattern(String method, String path, String route, int status, String body) {
    String id = id();
    RawHttp.Answer answer =
        RawHttp.send(server.port(), method, "/app/mvc" + path + "?" + id, "Content-Length: 0");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    SpanView span = serverSpan(id);
    assertStatus(span, status);
    assertThat(span.name()).isEqualTo(method + " /app/mvc" + route);
    assertThat(span.attributes())
        .containsEntry("http.route", "/app/mvc" + route)
        .containsEntry("url.path", "/app/mvc" + path);
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void anExceptionOfTheControllerIsAnError() {
    String id = id();
    assertThat(get("/app/mvc/broken/17?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.name()).isEqualTo("GET /app/mvc/broken/{id}");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void aPathThatNoControllerServesKeepsTheServletsRoute() {
    String id = id();
    assertThat(get("/app/mvc/nobody/17?" + id).status()).isEqualTo(404);
    assertThat(serverSpan(id).name()).doesNotContain("17");
  }

  @Test
  void theMetricCarriesTheRoute() {
    get("/app/mvc/orders/18");
    MetricView metric =
        sink.awaitMetric(
            "http.server.request.duration",
            m -> "/app/mvc/orders/{id}".equals(m.attribute("http.route")));
    assertThat(metric.attributes()).containsEntry("http.response.status_code", 200L);
  }

  @Test
  void aCallMadeByTheControllerIsItsChild() {
    String nextId = "/success?" + id();
    String id = id();
    get("/app/mvc/orders/19?next=" + encode(next.url() + nextId) + "&" + id);
    SpanView span = serverSpan(id);
    assertThat(next.awaitRequest(nextId).header("traceparent")).contains(span.traceId());
  }
}
