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
import org.junit.jupiter.params.provider.ValueSource;

/** Spring WebFlux on Reactor Netty: annotated and functional routes. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class SpringWebFluxIT extends HttpServerContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(
        HttpServerVariant.webFlux("5.3.0", "1.0", 8),
        HttpServerVariant.webFlux("5.3", "1.0-new", 17),
        HttpServerVariant.webFlux("6.0", "1.2", 17),
        HttpServerVariant.webFlux("6.2", "1.2", 17),
        HttpServerVariant.webFlux("7.0", "1.3", 25));
  }

  @ParameterizedTest
  @CsvSource({
    "/app/orders/17,/app/orders/{id},order 17",
    "/app/later/17,/app/later/{id},later 17",
    "/app/fn/things/17,/app/fn/things/{id},thing 17",
    "/app/moved/17,/app/moved/{id},moved 17"
  })
  void theRouteIsThePattern(String path, String route, String body) {
    String id = id();
    RawHttp.Answer answer = get(path + "?" + id);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
    SpanView span = serverSpan(id);
    assertStatus(span, 200);
    assertThat(span.name()).isEqualTo("GET " + route);
    assertThat(span.attributes())
        .containsEntry("http.route", route)
        .containsEntry("url.path", path);
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app/failing/", "/app/fn/broken/"})
  void anErrorOfAPublisherIsAnError(String path) {
    String id = id();
    assertThat(get(path + "17?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.name()).isEqualTo("GET " + path + "{id}");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void aStreamOfEventsEndsWithItsLastOne() {
    String id = id();
    assertThat(get("/app/events/17?" + id).body()).contains("one").contains("two");
    SpanView span = serverSpan(id);
    assertThat(span.name()).isEqualTo("GET /app/events/{id}");
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000).isGreaterThanOrEqualTo(150);
  }

  @Test
  void theMetricCarriesTheRoute() {
    get("/app/orders/18");
    MetricView metric =
        sink.awaitMetric(
            "http.server.request.duration",
            m -> "/app/orders/{id}".equals(m.attribute("http.route")));
    assertThat(metric.attributes()).containsEntry("http.response.status_code", 200L);
  }
}
