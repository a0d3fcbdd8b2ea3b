// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.instrumentation.RouteAdapter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Telemetry telemetry = new Telemetry();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange().header("host", "shop");

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private ServerRequest site() {
    return new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
  }

  private Throwable serve(Woven.Body body) {
    return Woven.thrownBy(site(), null, exchange, body);
  }

  private SpanData served() {
    serve(r -> null);
    return telemetry.only();
  }

  private void route(String route) {
    RouteAdapter adapter = (self, a0, a1, a2) -> route;
    Woven.thrownBy(
        new ServerRoute(telemetry.engine(), adapter, new Life("fake")), null, exchange, r -> null);
  }

  @Test
  void aRequestIsOneSpanByTheConventions() {
    exchange.query = "x=1";
    exchange.header("User-Agent", "curl/8");
    SpanData span = served();
    assertThat(span.getName()).isEqualTo("GET");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("url.scheme", "http"),
            entry("url.path", "/orders/7"),
            entry("url.query", "x=1"),
            entry("server.address", "shop"),
            entry("server.port", 80L),
            entry("client.address", "10.0.0.9"),
            entry("network.peer.address", "10.0.0.9"),
            entry("network.peer.port", 4711L),
            entry("network.protocol.version", "1.1"),
            entry("user_agent.original", "curl/8"),
            entry("http.response.status_code", 200L));
  }

  @Test
  void theDurationIsMeasuredByRouteAndNotByHost() {
    serve(
        r -> {
          route("/orders/{id}");
          return null;
        });
    assertThat(map(telemetry.point("http.server.request.duration").getAttributes()))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("url.scheme", "http"),
            entry("http.route", "/orders/{id}"),
            entry("network.protocol.version", "1.1"),
            entry("http.response.status_code", 200L));
  }

  @Test
  void aQueryThatIsEmptyIsNone() {
    exchange.query = "";
    assertThat(attributes(served())).doesNotContainKey("url.query");
  }

  @Test
  void secretsInAQueryAreNotRecorded() {
    exchange.query = "a=1&sig=abc";
    assertThat(attributes(served())).containsEntry("url.query", "a=1&sig=REDACTED");
  }

  @Test
  void whatProxiesPassOnIsWhatTheClientSent() {
    exchange
        .header("X-Forwarded-For", "198.51.100.7, 10.0.0.1")
        .header("X-Forwarded-Host", "www.example.com")
        .header("X-Forwarded-Proto", "https");
    assertThat(attributes(served()))
        .containsEntry("client.address", "198.51.100.7")
        .containsEntry("server.address", "www.example.com")
        .containsEntry("server.port", 443L)
        .containsEntry("url.scheme", "https")
        .containsEntry("network.peer.address", "10.0.0.9");
  }

  @Test
  void anUnknownMethodIsOther() {
    exchange.method("BREW");
    SpanData span = served();
    assertThat(span.getName()).isEqualTo("HTTP");
    assertThat(attributes(span))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "BREW");
    assertThat(map(telemetry.point("http.server.request.duration").getAttributes()))
        .containsEntry("http.request.method", "_OTHER")
        .doesNotContainKey("http.request.method_original");
  }

  @Test
  void anAnswerThatBlamesTheCallerIsNoError() {
    exchange.status = 404;
    SpanData span = served();
    assertThat(span.getName()).isEqualTo("GET");
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(span)).doesNotContainKeys("error.type", "http.route");
  }

  @Test
  void anAnswerThatBlamesTheServerIsAnError() {
    exchange.status = 503;
    SpanData span = served();
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(attributes(span)).containsEntry("error.type", "503");
  }

  @Test
  void anExceptionIsAnErrorAndAnEvent() {
    IllegalStateException thrown = new IllegalStateException("boom");
    assertThat(
            serve(
                r -> {
                  throw thrown;
                }))
        .isSameAs(thrown);
    SpanData span = telemetry.only();
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(span.getEvents()).hasSize(1);
    assertThat(attributes(span))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("http.response.status_code", 500L);
  }

  @Test
  void theFirstRouteIsTheNameAndTheLaterOnesAreNot() {
    serve(
        r -> {
          route("/orders/{id}");
          route("/error");
          return null;
        });
    assertThat(telemetry.only().getName()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(telemetry.only())).containsEntry("http.route", "/orders/{id}");
  }

  @Test
  void aRouteOutsideOfARequestIsNothing() {
    route("/orders/{id}");
    assertThat(telemetry.ended()).isEmpty();
  }

  @Test
  void headersAreCapturedAsTheyWereConfigured() {
    telemetry.settings.serverRequestHeaders = Arrays.asList("X-Tenant");
    telemetry.settings.serverResponseHeaders = Arrays.asList("X-Id");
    exchange.header("x-tenant", "a", "b");
    exchange.answered.put("X-Id", List.of("9"));
    SpanData span = served();
    assertThat(
            span.getAttributes().get(AttributeKey.stringArrayKey("http.request.header.x-tenant")))
        .containsExactly("a", "b");
    assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("http.response.header.x-id")))
        .containsExactly("9");
  }

  @Test
  void aRequestContinuesTheTraceItBrings() {
    exchange.header("traceparent", "00-" + TRACE + "-" + SPAN + "-01");
    SpanData span = served();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(SPAN);
  }

  @Test
  void whatIsCalledInsideIsAChild() {
    FakeClient.Request request = new FakeClient.Request();
    ClientCall client = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    exchange.header("traceparent", "00-" + TRACE + "-" + SPAN + "-01");
    exchange.header("tracestate", "vendor=1");
    exchange.header("baggage", "tenant=a", "plan=gold");
    serve(r -> Woven.call(client, null, request, x -> new FakeClient.Response(200)));
    SpanData inner = telemetry.ended().get(0);
    SpanData outer = telemetry.ended().get(1);
    assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
    assertThat(inner.getTraceId()).isEqualTo(TRACE);
    assertThat(request.header("traceparent")).contains(TRACE).contains(inner.getSpanId());
    assertThat(request.header("tracestate")).isEqualTo("vendor=1");
    assertThat(request.header("baggage")).contains("tenant=a").contains("plan=gold");
  }

  @Test
  void headersThatMakeNoSenseBeginANewTrace() {
    String[] bad = {
      "",
      "00",
      "00-" + TRACE,
      "00-" + TRACE + "-" + SPAN,
      "00-00000000000000000000000000000000-" + SPAN + "-01",
      "00-" + TRACE + "-0000000000000000-01",
      "ff-" + TRACE + "-" + SPAN + "-01",
      "00-" + TRACE.toUpperCase() + "Z-" + SPAN + "-01",
      "x".repeat(10_000),
      "\u0000\uffff"
    };
    for (String traceparent : bad) {
      telemetry.spans.reset();
      exchange.state = null;
      exchange
          .header("traceparent", traceparent)
          .header("tracestate", "=,=,".repeat(2500))
          .header("baggage", ";=,%zz".repeat(1700), "a=" + "b".repeat(10_000));
      assertThat(served().getParentSpanId()).as(traceparent).isEqualTo(SpanId.getInvalid());
    }
  }

  @Test
  void b3ComesInOneHeaderOrInMany() {
    telemetry.propagators("b3multi");
    exchange.header("b3", TRACE + "-" + SPAN + "-1");
    assertThat(served().getTraceId()).isEqualTo(TRACE);
    telemetry.spans.reset();
    exchange.state = null;
    exchange.headers.clear();
    exchange.header("X-B3-TraceId", TRACE).header("X-B3-SpanId", SPAN).header("X-B3-Sampled", "1");
    assertThat(served().getTraceId()).isEqualTo(TRACE);
    telemetry.spans.reset();
    exchange.state = null;
    exchange.header("X-B3-TraceId", "zz").header("X-B3-SpanId", "x".repeat(10_000));
    assertThat(served().getParentSpanId()).isEqualTo(SpanId.getInvalid());
  }

  @Test
  void filtersAndServletsInsideAreOneRequest() {
    serve(r -> Woven.call(site(), null, exchange, x -> Woven.call(site(), null, exchange, y -> y)));
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aFilterMayHandOnARequestOfItsOwn() {
    serve(r -> Woven.call(site(), null, new FakeServer.Exchange(), x -> null));
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aServerWithoutAPlaceForStateHasOneSpanARequestToo() {
    exchange.keepsState = false;
    serve(r -> Woven.call(site(), null, exchange, x -> null));
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aRequestOnAThreadWithACarriedContextIsItsOwn() throws Exception {
    exchange.keepsState = false;
    serve(
        r -> {
          Context carried = Current.get();
          Thread thread =
              new Thread(
                  () -> {
                    Current.swap(carried);
                    Woven.thrownBy(site(), null, new FakeServer.Exchange(), x -> null);
                    assertThat(Current.swap(null)).isSameAs(carried);
                  });
          thread.start();
          thread.join();
          return null;
        });
    assertThat(telemetry.ended()).hasSize(2);
    assertThat(telemetry.ended().get(0).getTraceId())
        .isNotEqualTo(telemetry.ended().get(1).getTraceId());
  }

  @Test
  void aRequestThatGoesOnEndsOnceByWhoeverCompletesItFirst() throws Exception {
    exchange.goesOn = true;
    serve(r -> null);
    assertThat(telemetry.ended()).isEmpty();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> exchange.completion.completed(202, null));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 202L);
  }

  @Test
  void anErrorOfARequestThatGoesOnIsItsError() {
    exchange.goesOn = true;
    serve(r -> null);
    exchange.completion.completed(500, new IllegalStateException());
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "java.lang.IllegalStateException");
  }

  @Test
  void aRequestThatThrowsDoesNotGoOn() {
    exchange.goesOn = true;
    serve(
        r -> {
          throw new IllegalStateException();
        });
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aDispatchAfterTheWaitContinuesTheRequest() throws Exception {
    exchange.goesOn = true;
    AtomicReference<Context> first = new AtomicReference<>();
    AtomicReference<Context> second = new AtomicReference<>();
    serve(
        r -> {
          first.set(Current.get());
          return null;
        });
    Thread other =
        new Thread(
            () -> {
              Woven.thrownBy(
                  site(),
                  null,
                  exchange,
                  r -> {
                    second.set(Current.get());
                    return Woven.call(site(), null, exchange, x -> null);
                  });
              assertRoot();
            });
    other.start();
    other.join();
    assertThat(second.get()).isSameAs(first.get());
    assertThat(telemetry.ended()).isEmpty();
    exchange.completion.completed(200, null);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void anErrorPageAfterTheEndIsPartOfTheRequestAndNotItsRoute() {
    serve(r -> null);
    serve(
        r -> {
          route("/error");
          return null;
        });
    assertThat(telemetry.only().getName()).isEqualTo("GET");
  }

  @Test
  void whatOutlivesARequestHoldsNeitherRequestNorResponse() {
    serve(r -> null);
    Operation operation = (Operation) exchange.state;
    assertThat(operation.request).isNull();
    assertThat(operation.response).isNull();
    assertThat(operation.server).isNull();
    assertThat(operation.previous).isNull();
    assertThat(operation.thread).isNull();
  }

  @Test
  void hostileMethodsAndHostsMakeNoSeries() {
    for (int i = 0; i < 1000; i++) {
      exchange.state = null;
      exchange.method("M" + i).header("host", "h" + i).path("/p" + i);
      serve(r -> null);
    }
    assertThat(telemetry.points("http.server.request.duration")).hasSize(1);
  }
}
