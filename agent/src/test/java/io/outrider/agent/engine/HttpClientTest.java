// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.config.Glob;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClientTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request request = new FakeClient.Request();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private SpanData call(Woven.Body body) {
    Woven.thrownBy(site(), null, request, body);
    return telemetry.only();
  }

  private SpanData answered(int status) {
    return call(r -> new FakeClient.Response(status));
  }

  private ClientCall site() {
    return new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
  }

  @Test
  void aCallIsOneSpanByTheConventions() {
    SpanData span = answered(200);
    assertThat(span.getName()).isEqualTo("GET");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(span.getEvents()).isEmpty();
    assertThat(attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("server.address", "shop"),
            entry("server.port", 80L),
            entry("url.full", "http://shop/orders/7"),
            entry("http.response.status_code", 200L),
            entry("network.protocol.version", "1.1"));
  }

  @Test
  void theDurationIsMeasuredInTheStandardBuckets() {
    SpanData span = answered(200);
    HistogramPointData point = telemetry.point("http.client.request.duration");
    assertThat(point.getBoundaries())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    assertThat(map(point.getAttributes()))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("server.address", "shop"),
            entry("server.port", 80L),
            entry("http.response.status_code", 200L),
            entry("network.protocol.version", "1.1"));
    double seconds = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e9;
    assertThat(point.getSum()).isCloseTo(seconds, within(0.1));
  }

  @Test
  void anUnknownMethodIsOther() {
    request.method("BREW");
    SpanData span = answered(405);
    assertThat(span.getName()).isEqualTo("HTTP");
    assertThat(attributes(span))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "BREW");
  }

  @Test
  void aMethodInSmallLettersIsNotTheKnownOne() {
    request.method("get");
    assertThat(attributes(answered(200)))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "get");
  }

  @Test
  void theKnownMethodsAreThoseOfConfigurationAlone() {
    telemetry.settings.knownMethods = Arrays.asList("BREW");
    request.method("BREW");
    assertThat(answered(200).getName()).isEqualTo("BREW");
  }

  @Test
  void aMethodThatIsNotThereIsOtherWithoutAnOriginal() {
    request.method(null);
    assertThat(attributes(answered(200)))
        .containsEntry("http.request.method", "_OTHER")
        .doesNotContainKey("http.request.method_original");
  }

  @Test
  void aLongMethodIsCut() {
    request.method("X".repeat(10_000));
    assertThat((String) attributes(answered(200)).get("http.request.method_original"))
        .hasSize(Texts.LONGEST_METHOD);
  }

  @Test
  void httpsHasAnotherDefaultPort() {
    request.to("https", "shop", -1, "https://shop/");
    assertThat(attributes(answered(200))).containsEntry("server.port", 443L);
  }

  @Test
  void aPortThatIsSaidIsUsed() {
    request.to("https", "shop", 8443, "https://shop:8443/");
    assertThat(attributes(answered(200))).containsEntry("server.port", 8443L);
  }

  @Test
  void anIpv6AddressHasNoBrackets() {
    request.to("http", "[2001:db8::1]", -1, "http://[2001:db8::1]/");
    assertThat(attributes(answered(200)))
        .containsEntry("server.address", "2001:db8::1")
        .containsEntry("url.full", "http://[2001:db8::1]/");
  }

  @Test
  void spellingsOfAHostAreOnePeer() {
    request.to("http", "SHOP.Example.COM", -1, "http://SHOP.Example.COM/");
    assertThat(attributes(answered(200))).containsEntry("server.address", "shop.example.com");
    assertThat(telemetry.engine().peers.get("http", "shop.example.com", 80))
        .isSameAs(telemetry.engine().peers.get("http", "SHOP.example.com", -1));
  }

  @Test
  void aHostBeyondAsciiIsTakenAsItIs() {
    request.to("http", "bücher.example", -1, "http://bücher.example/");
    assertThat(attributes(answered(200))).containsEntry("server.address", "bücher.example");
  }

  @Test
  void aRequestWithoutHostAndUrlIsStillACall() {
    request.to(null, null, -1, null);
    assertThat(attributes(answered(200)))
        .doesNotContainKeys("server.address", "server.port", "url.full")
        .containsEntry("http.response.status_code", 200L);
  }

  @Test
  void aUrlThatIsNoneIsTakenAsItIs() {
    request.to("http", "shop", -1, "://?&=#%%\u0000");
    assertThat(attributes(answered(200))).containsKey("url.full");
  }

  @Test
  void secretsDoNotGetOut() {
    request.to("http", "shop", -1, "http://me:secret@shop/a?sig=abc&x=1");
    assertThat(attributes(answered(200)))
        .containsEntry("url.full", "http://REDACTED:REDACTED@shop/a?sig=REDACTED&x=1");
  }

  @Test
  void anAnswerThatBlamesTheCallerIsAnError() {
    SpanData span = answered(404);
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(attributes(span))
        .containsEntry("error.type", "404")
        .containsEntry("http.response.status_code", 404L);
    assertThat(map(telemetry.point("http.client.request.duration").getAttributes()))
        .containsEntry("error.type", "404");
  }

  @Test
  void anAnswerThatBlamesTheServerIsAnError() {
    assertThat(attributes(answered(503))).containsEntry("error.type", "503");
  }

  @Test
  void aRedirectIsNoError() {
    assertThat(answered(302).getStatus()).isEqualTo(StatusData.unset());
  }

  @Test
  void anExceptionIsAnErrorAndAnEvent() {
    IOException thrown = new IOException("reset");
    assertThat(
            Woven.thrownBy(
                site(),
                null,
                request,
                r -> {
                  throw thrown;
                }))
        .isSameAs(thrown);
    SpanData span = telemetry.only();
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(attributes(span))
        .containsEntry("error.type", "java.io.IOException")
        .doesNotContainKey("http.response.status_code");
    assertThat(span.getEvents()).hasSize(1);
    assertThat(span.getEvents().get(0).getName()).isEqualTo("exception");
  }

  @Test
  void anExceptionWhoseMessageThrowsIsStillTheApplications() {
    IOException thrown =
        new IOException() {
          private static final long serialVersionUID = 1;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        };
    assertThat(
            Woven.thrownBy(
                site(),
                null,
                request,
                r -> {
                  throw thrown;
                }))
        .isSameAs(thrown);
    assertThat(telemetry.ended()).hasSize(1);
    assertThat(telemetry.points("http.client.request.duration")).hasSize(1);
  }

  @Test
  void whoGivesACallUpMadeNoError() {
    for (Exception givenUp :
        List.of(new CancellationException(), new InterruptedException("shutdown"))) {
      telemetry.spans.reset();
      SpanData span =
          call(
              r -> {
                throw givenUp;
              });
      assertThat(span.getStatus()).isEqualTo(StatusData.unset());
      assertThat(attributes(span)).doesNotContainKey("error.type");
      assertThat(span.getEvents()).isEmpty();
    }
  }

  @Test
  void headersAreCapturedAsTheyWereConfigured() {
    telemetry.settings.clientRequestHeaders = Arrays.asList("X-Tenant", "X-Absent");
    telemetry.settings.clientResponseHeaders = Arrays.asList("X-Served-By");
    request.headers.put("X-Tenant", Arrays.asList("a", "b"));
    FakeClient.Response response = new FakeClient.Response(200);
    response.headers.put("X-Served-By", Arrays.asList("y".repeat(5000)));
    SpanData span = call(r -> response);
    assertThat(
            span.getAttributes().get(AttributeKey.stringArrayKey("http.request.header.x-tenant")))
        .containsExactly("a", "b");
    assertThat(
            span.getAttributes()
                .get(AttributeKey.stringArrayKey("http.response.header.x-served-by")))
        .containsExactly("y".repeat(Texts.LONGEST_HEADER));
    assertThat(attributes(span)).doesNotContainKey("http.request.header.x-absent");
  }

  @Test
  void theContextGoesOutInPlaceOfWhatWasThere() {
    request.headers.put("traceparent", Arrays.asList("stale"));
    SpanData span = answered(200);
    assertThat(request.headers.get("traceparent")).hasSize(1);
    assertThat(request.header("traceparent"))
        .matches("00-" + span.getTraceId() + "-" + span.getSpanId() + "-0[13]");
  }

  @Test
  void someHostsGetNoHeaders() {
    telemetry.settings.propagationExcludedHosts = List.of(Glob.host("**.example.com"));
    request.to("http", "Api.Example.com", -1, "http://Api.Example.com/");
    answered(200);
    assertThat(request.headers).isEmpty();
  }

  @Test
  void thoseHostsGetNoneEitherWhenThereAreTooManyPeers() {
    telemetry.settings.propagationExcludedHosts = List.of(Glob.host("**.example.com"));
    for (int i = 0; i <= PeerTable.MOST; i++) {
      telemetry.engine().peers.get("http", "h" + i, 80);
    }
    request.to("http", "api.example.com", 8080, "http://api.example.com:8080/");
    assertThat(attributes(answered(200)))
        .containsEntry("server.address", "api.example.com")
        .containsEntry("server.port", 8080L);
    assertThat(request.headers).isEmpty();
    assertThat(map(telemetry.point("http.client.request.duration").getAttributes()))
        .containsEntry("otel.metric.overflow", true)
        .doesNotContainKey("server.address");
  }

  @Test
  void aCallInsideACallIsPartOfIt() throws Throwable {
    Woven.call(
        site(),
        null,
        request,
        r -> Woven.call(site(), null, request, inner -> new FakeClient.Response(500)));
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aCallInACallbackOfOneThatHasEndedStandsBesideIt() throws Throwable {
    ClientCall site = site();
    Object[] context = new Object[1];
    Woven.call(
        site,
        null,
        request,
        r -> {
          context[0] = Current.get();
          return new FakeClient.Response(200);
        });
    Current.swap((Context) context[0]);
    try {
      Woven.call(site, null, request, r -> new FakeClient.Response(200));
    } finally {
      Current.swap(null);
    }
    assertThat(telemetry.ended()).hasSize(2);
    assertThat(telemetry.ended().get(1).getParentSpanId()).isEqualTo(SpanId.getInvalid());
  }

  @Test
  void anotherThreadInsideACallIsPartOfItToo() throws Throwable {
    ClientCall site = site();
    Woven.call(
        site,
        null,
        request,
        r -> {
          Context carried = Current.get();
          Thread thread =
              new Thread(
                  () -> {
                    Current.swap(carried);
                    Woven.thrownBy(site, null, request, x -> new FakeClient.Response(200));
                  });
          thread.start();
          thread.join();
          return new FakeClient.Response(200);
        });
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aRequestOfAnotherKindIsLeftAlone() throws Throwable {
    assertThat(Woven.call(site(), null, "no request", r -> r)).isEqualTo("no request");
    assertThat(telemetry.ended()).isEmpty();
  }

  @Test
  void withoutTelemetryTheCallGoesOnWithItsContext() throws Throwable {
    EngineSettings settings = telemetry.settings;
    Engine engine = new Engine(settings, () -> null);
    ClientCall site = new ClientCall(engine, new FakeClient(), 0, new Life("fake"));
    Object response = new FakeClient.Response(200);
    assertThat(Woven.call(site, null, request, r -> response)).isSameAs(response);
    assertThat(request.headers).doesNotContainKey("traceparent");
  }
}
