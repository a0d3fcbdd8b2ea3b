// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servlets, javax and jakarta, in Tomcat and Jetty from Servlet 3.0 on. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class ServletIT extends HttpServerContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(
        HttpServerVariant.tomcat("7.0", 17),
        HttpServerVariant.tomcat("8.5", 17),
        HttpServerVariant.tomcat("9.0", 25),
        HttpServerVariant.tomcat("10.0", 17),
        HttpServerVariant.tomcat("10.1", 17),
        HttpServerVariant.tomcat("11.0", 25),
        HttpServerVariant.jetty("8", 17),
        HttpServerVariant.jetty("9.4", 17),
        HttpServerVariant.jetty("11", 17),
        HttpServerVariant.jetty("12", 25));
  }

  @ParameterizedTest
  @CsvSource({
    "/app/async/complete,complete,150",
    "/app/async/dispatch,dispatched,150",
    "/app/async/dispatch-again,dispatched,150",
    "/app/async/immediate,immediate,0"
  })
  void anAsynchronousAnswerEndsTheSpan(String path, String body, long atLeastMillis) {
    String id = id();
    RawHttp.Answer answer = get(path + "?" + id);
    assertThat(answer.body()).isEqualTo(body);
    SpanView span = serverSpan(id);
    assertStatus(span, 200);
    assertNamed(span, "GET", path);
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000)
        .isGreaterThanOrEqualTo(atLeastMillis);
    assertOneServerSpan(span, 1);
  }

  @Test
  void anAsynchronousErrorIsAnError() {
    String id = id();
    assertThat(get("/app/async/error?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attributes()).containsEntry("http.response.status_code", 500L);
    assertOneServerSpan(span, 1);
  }

  @Test
  void anAsynchronousRequestThatTimesOutEndsOnce() {
    String id = id();
    assertThat(get("/app/async/timeout?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000).isGreaterThanOrEqualTo(250);
    assertOneServerSpan(span, 1);
  }

  @Test
  void anExceptionAfterADispatchIsAnError() {
    String id = id();
    assertThat(get("/app/async/dispatched-exception?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("ERROR");
    assertOneServerSpan(span, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "start"})
  void aCallMadeInAnotherThreadBelongsToTheTrace(String how) {
    String id = id();
    String nextId = "/success?" + id();
    get("/app/async/" + how + "?next=" + encode(next.url() + nextId) + "&" + id);
    SpanView span = serverSpan(id);
    assertThat(next.awaitRequest(nextId).header("traceparent")).contains(span.traceId());
    assertOneServerSpan(span, 2);
  }

  @ParameterizedTest
  @CsvSource({"/app/forward,success", "/app/include,before include after"})
  void aRequestHandedOnIsStillOneSpan(String path, String body) {
    String id = id();
    assertThat(get(path + "?" + id).body()).isEqualTo(body);
    SpanView span = serverSpan(id);
    assertStatus(span, 200);
    assertThat(span.attributes()).containsEntry("url.path", path);
    assertNamed(span, "GET", path);
    assertOneServerSpan(span, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/exception", "/error"})
  void aFailureBehindAForwardIsOneError(String to) {
    String id = id();
    assertThat(get("/app/forward?to=" + encode(to) + "&" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("ERROR");
    assertOneServerSpan(span, 1);
  }

  @Test
  void aForwardToAnAsynchronousServletEndsWithIt() {
    String id = id();
    RawHttp.Answer answer = get("/app/forward?to=" + encode("/async/complete") + "&" + id);
    assertThat(answer.body()).isEqualTo("complete");
    SpanView span = serverSpan(id);
    assertThat((span.endNanos() - span.startNanos()) / 1_000_000).isGreaterThanOrEqualTo(150);
    assertOneServerSpan(span, 1);
  }

  @Test
  void aMappingByExtensionIsNoPath() {
    String id = id();
    get("/app/some/page.do?" + id);
    assertNamed(serverSpan(id), "GET", "/app/*.do");
  }

  /** A later request tells that nothing more comes for the trace. */
  private void assertOneServerSpan(SpanView span, int inTrace) {
    String later = id();
    get("/app/success?" + later);
    serverSpan(later);
    List<SpanView> trace = sink.awaitTrace(span.traceId(), inTrace);
    assertThat(trace).hasSize(inTrace);
    assertThat(trace).filteredOn(SpanView::server).hasSize(1);
  }
}
