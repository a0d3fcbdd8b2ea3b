// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestCertificate;
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every HTTP client has to show under the agent. A library adds a driver that makes a call,
 * and a subclass that names it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpClientContract {
  /** Metric attributes carry no port of a shared server, so each test asks for its own spans. */
  private static final AtomicInteger IDS = new AtomicInteger();

  @Parameter HttpClientVariant variant;
  OtlpSink sink;
  TestServer server;
  DriverProcess child;
  private DriverProcess bare;

  @BeforeParameterizedClassInvocation
  void start() {
    sink = new OtlpSink();
    server = new TestServer();
    child =
        AgentProcess.with(variant.java())
            .exportingTo(sink)
            .property("otel.service.name", "client-contract")
            .property("otel.instrumentation.http.client.capture-request-headers", "X-Test,x-echo")
            .property("otel.instrumentation.http.client.capture-response-headers", "X-Echo")
            .option(TestCertificate.trust())
            .classPath(variant.classPath())
            .drive(variant.driverClass());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {bare, child, server, sink}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    bare = null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/success", "/success?with=params"})
  void aSuccessfulGetIsOneRootSpan(String path) {
    String id = path + (path.contains("?") ? "&" : "?") + "id=" + next();
    Order answer = child.perform(get(id));
    assertThat(answer.get("status")).isEqualTo("200");
    assertThat(answer.get("body")).isEqualTo("success");
    SpanView span = clientSpan(id);
    assertSuccess(span, "GET", server.url() + id);
    assertThat(span.parentSpanId()).isEmpty();
    assertCarriedBy(span, id);
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void anUnknownMethodIsNamedOther() {
    assumeTrue(variant.anyMethod(), "the client refuses unknown methods");
    String id = "/success?id=" + next();
    assertThat(child.perform(get(id).with("method", "TEST")).get("status")).isEqualTo("405");
    SpanView span = clientSpan(id);
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(span.attributes())
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "TEST")
        .containsEntry("http.response.status_code", 405L)
        .containsEntry("error.type", "405");
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "POST", "DELETE", "OPTIONS"})
  void aCallIsTheChildOfWhatRuns(String method) {
    Parent parent = Parent.sampledOne();
    String id = "/success?id=" + next();
    Order order = get(id).with("method", method);
    if (method.startsWith("P")) {
      order.with("body", "text");
    }
    assertThat(child.performIn(parent, order).get("status")).isEqualTo("200");
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
    SpanView span = clientSpan(id);
    SpanView around = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
    assertThat(trace).hasSize(2);
    assertThat(around.parentSpanId()).isEqualTo(parent.spanId());
    assertThat(span.parentSpanId()).isEqualTo(around.spanId());
    assertSuccess(span, method, server.url() + id);
    assertCarriedBy(span, id);
  }

  @ParameterizedTest
  @CsvSource({"10,false", "100000,false", "100000,true"})
  void aBodyArrivesWhole(int size, boolean chunked) {
    String id = "/success?id=" + next();
    String body = "x".repeat(size);
    Order order =
        new Order()
            .with("driver", variant.driver())
            .with("mode", variant.mode())
            .with("url", server.url() + id)
            .with("method", "POST")
            .with("body", body)
            .with("chunked", chunked);
    assertThat(child.perform(order).get("status")).isEqualTo("200");
    assertThat(server.awaitRequest(id).body()).isEqualTo(body);
    assertSuccess(clientSpan(id), "POST", server.url() + id);
  }

  @Test
  void aCallUnderAnUnsampledParentIsCarriedButNotExported() {
    Parent unsampled = Parent.unsampledOne();
    String id = "/success?id=" + next();
    child.performIn(unsampled, get(id));
    String carried = server.awaitRequest(id).header("traceparent");
    assertThat(carried).startsWith("00-" + unsampled.traceId());
    assertThat(Integer.parseInt(carried.substring(53), 16) & 1).isZero();
    // Spans leave in their order: when the next one is there, this one would have been.
    String later = "/success?id=" + next();
    child.perform(get(later));
    clientSpan(later);
    assertThat(sink.trace(unsampled.traceId())).isEmpty();
  }

  @Test
  void aCallbackRunsInTheCallersContext() {
    assumeTrue(variant.callbacks(), "the client has no callbacks");
    Parent parent = Parent.sampledOne();
    String first = "/success?id=" + next();
    String second = "/success?id=" + next();
    Order answer =
        child.performIn(
            parent, get(first).with("mode", "callback").with("second", server.url() + second));
    assertThat(answer.get("second")).isEqualTo("200");
    SpanView around =
        sink.awaitTrace(parent.traceId(), 3).stream()
            .filter(SpanView::server)
            .findFirst()
            .orElseThrow();
    assertThat(clientSpan(first).parentSpanId()).isEqualTo(around.spanId());
    assertThat(clientSpan(second).parentSpanId()).isEqualTo(around.spanId());
  }

  @Test
  void aCallbackWithNoCallersContextStartsATraceOfItsOwn() {
    assumeTrue(variant.callbacks(), "the client has no callbacks");
    String first = "/success?id=" + next();
    String second = "/success?id=" + next();
    child.perform(get(first).with("mode", "callback").with("second", server.url() + second));
    SpanView one = clientSpan(first);
    SpanView two = clientSpan(second);
    assertThat(one.parentSpanId()).isEmpty();
    assertThat(two.parentSpanId()).isEmpty();
    assertThat(two.traceId()).isNotEqualTo(one.traceId());
  }

  @ParameterizedTest
  @CsvSource({"/redirect,1", "/another-redirect,2"})
  void redirectsBelongToOneCall(String path, int hops) {
    String id = path + "?id=" + next();
    assertThat(child.perform(get(id)).get("status")).isEqualTo("200");
    String query = id.substring(path.length());
    assertThat(server.requests(query)).hasSize(hops + 1);
    SpanView span = sink.awaitSpan(s -> s.client() && urlOf(s).contains(query));
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", 200L)
        .doesNotContainKey("error.type");
    assertThat(sink.trace(span.traceId())).hasSize(1);
    for (TestServer.Request request : server.requests(query).subList(0, carried(hops) + 1)) {
      assertThat(request.header("traceparent")).contains(span.traceId());
    }
  }

  @Test
  void redirectsThatAreNotFollowedAreNoErrors() {
    String id = "/redirect?id=" + next();
    assertThat(child.perform(get(id).with("follow", "false")).get("status")).isEqualTo("302");
    SpanView span = clientSpan(id);
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", 302L)
        .doesNotContainKey("error.type");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void circularRedirectsEndInOneSpan() {
    String id = "/circular-redirect?id=" + next();
    Order answer = child.perform(get(id));
    assertThat(answer.get("status") == null ? answer.get("thrown") : answer.get("status"))
        .isEqualTo(variant.circular());
    SpanView span = clientSpan(id);
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"/error,500", "/client-error,400", "/status/404,404", "/status/503,503"})
  void anAnswerFrom400UpIsAnError(String path, long status) {
    Parent parent = Parent.sampledOne();
    String id = path + "?id=" + next();
    assertThat(child.performIn(parent, get(id)).get("status")).isEqualTo(String.valueOf(status));
    SpanView span = clientSpan(id);
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", status)
        .containsEntry("error.type", String.valueOf(status));
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.statusMessage()).isEmpty();
    SpanView around = sink.awaitSpan(s -> s.server() && s.traceId().equals(parent.traceId()));
    assertThat(around.status()).isEqualTo("UNSET");
  }

  @Test
  void oneRequestObjectSentTwiceGivesTwoTraces() {
    assumeTrue(variant.reusable(), "the client's requests are used once");
    String id = "/success?id=" + next();
    Order order = get(id).with("reuse", id);
    child.perform(order);
    child.perform(order);
    List<SpanView> spans = sink.awaitSpans(2, s -> s.client() && urlOf(s).endsWith(id));
    assertThat(spans.get(0).traceId()).isNotEqualTo(spans.get(1).traceId());
    assertThat(server.requests(id))
        .extracting(request -> request.header("traceparent").substring(0, 52))
        .containsExactlyInAnyOrder(carried(spans.get(0)), carried(spans.get(1)));
  }

  @Test
  void tracingHeadersOfTheApplicationAreReplaced() {
    String id = "/success?id=" + next();
    child.perform(
        get(id)
            .with("header.traceparent", "00-11111111111111111111111111111111-2222222222222222-01"));
    assertCarriedBy(clientSpan(id), id);
  }

  @Test
  void headersAreCapturedThatTheConfigurationNames() {
    String id = "/success?id=" + next();
    Order answer = child.perform(get(id).with("header.X-Test", "a").with("header.x-echo", "b"));
    assertThat(answer.get("echo")).isEqualTo("b");
    assertThat(clientSpan(id).attributes())
        .containsEntry("http.request.header.x-test", List.of("a"))
        .containsEntry("http.request.header.x-echo", List.of("b"))
        .containsEntry("http.response.header.x-echo", List.of("b"));
  }

  @Test
  void aPortThatNobodyListensAtIsAnError() throws IOException {
    int port = closedPort();
    String url = "http://localhost:" + port + "/nobody?id=" + next();
    Order answer = child.perform(order(url));
    assertThat(answer.get("types")).contains("java.net.ConnectException");
    SpanView span = sink.awaitSpan(s -> s.client() && urlOf(s).equals(url));
    assertThat(span.attributes())
        .containsEntry("error.type", answer.get("thrown"))
        .containsEntry("server.address", "localhost")
        .containsEntry("server.port", (long) port)
        .doesNotContainKeys("http.response.status_code");
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void anAddressThatNobodyRoutesToIsAnError() {
    String url = "http://192.0.2.1/?id=" + next();
    Order answer = child.perform(order(url).with("method", "HEAD").with("connectTimeout", 300));
    assertThat(answer.get("thrown")).isNotNull();
    SpanView span = sink.awaitSpan(s -> s.client() && urlOf(s).equals(url));
    assertThat(span.attributes())
        .containsEntry("http.request.method", "HEAD")
        .containsEntry("error.type", answer.get("thrown"))
        .containsEntry("server.address", "192.0.2.1")
        .containsEntry("server.port", 80L);
  }

  @Test
  void anAnswerThatComesTooLateIsAnError() {
    String id = "/hang?id=" + next();
    Order answer = child.perform(get(id).with("timeout", 300));
    assertThat(answer.get("thrown")).isEqualTo(variant.timeoutException());
    assertThat(clientSpan(id).attributes())
        .containsEntry("error.type", variant.timeoutException())
        .doesNotContainKey("http.response.status_code");
  }

  @Test
  void httpsIsOneSpanToo() {
    String url = server.secureUrl() + "/success?id=" + next();
    assertThat(child.perform(order(url)).get("status")).isEqualTo("200");
    SpanView span = sink.awaitSpan(s -> s.client() && urlOf(s).equals(url));
    assertThat(span.attributes())
        .containsEntry("server.address", "localhost")
        .containsEntry("server.port", (long) server.securePort());
    assertThat(sink.trace(span.traceId())).hasSize(1);
  }

  @Test
  void callsAreTimed() {
    String id = "/status/204?id=" + next();
    child.perform(get(id));
    MetricView metric =
        sink.awaitMetric(
            "http.client.request.duration",
            m -> Long.valueOf(204).equals(m.attribute("http.response.status_code")));
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.description()).isEqualTo("Duration of HTTP client requests.");
    assertThat(metric.type()).isEqualTo("HISTOGRAM");
    assertThat(metric.bounds())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1d, 2.5, 5d, 7.5, 10d);
    assertThat(metric.attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("server.address", "localhost")
        .containsEntry("server.port", (long) server.port())
        .doesNotContainKeys("url.full", "error.type", "http.request.method_original");
    SpanView span = clientSpan(id);
    assertThat(metric.value())
        .isCloseTo(
            (span.endNanos() - span.startNanos()) / 1e9, org.assertj.core.data.Offset.offset(0.01));
  }

  @Test
  void manyCallsAtOnceKeepTheirParents() throws Exception {
    ExecutorService jobs = Executors.newFixedThreadPool(4);
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      done.add(
          jobs.submit(
              () -> {
                Parent parent = Parent.sampledOne();
                String id = "/success?id=" + next();
                child.performIn(parent, get(id));
                assertThat(clientSpan(id).traceId()).isEqualTo(parent.traceId());
                assertCarriedBy(clientSpan(id), id);
                return null;
              }));
    }
    for (Future<Void> each : done) {
      each.get();
    }
    jobs.shutdown();
  }

  @Test
  void aSpanEndsWhenTheAnswerHasBeenHandedOver() {
    String id = "/slow-body?id=" + next();
    assertThat(child.perform(get(id)).get("body")).isEqualTo("first second");
    SpanView span = clientSpan(id);
    long pause = TestServer.BODY_PAUSE.toNanos();
    if (variant.waitsForBody()) {
      assertThat(span.endNanos() - span.startNanos()).isGreaterThanOrEqualTo(pause * 9 / 10);
    } else {
      assertThat(span.endNanos() - span.startNanos()).isLessThan(pause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "user:secret@,,REDACTED:REDACTED@,",
    ",&sig=secret,,&sig=REDACTED",
    ",&X-Goog-Signature=secret&x=1,,&X-Goog-Signature=REDACTED&x=1"
  })
  void secretsInAUrlAreNotExported(
      String user, String query, String exportedUser, String exportedQuery) {
    assumeTrue(user == null || variant.userInUrl(), "the client refuses credentials in a URL");
    String path = "/success?id=" + next();
    String host = "localhost:" + server.port();
    child.perform(order("http://" + text(user) + host + path + text(query)));
    SpanView span = sink.awaitSpan(s -> s.client() && urlOf(s).contains(path));
    assertThat(urlOf(span))
        .isEqualTo("http://" + text(exportedUser) + host + path + text(exportedQuery));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not a url",
        "http://",
        "http:///path",
        "http://local host/",
        "http://bücher.invalid/",
        "http://localhost:99999/",
        "http://localhost:-2/",
        "http://[::1",
        "http://no-such-host.invalid/"
      })
  void aBadUrlFailsAsItDoesWithoutTheAgent(String url) {
    Order expected = bare().perform(order(url).with("connectTimeout", 1000));
    Order actual = child.perform(order(url).with("connectTimeout", 1000));
    assertThat(actual.get("thrown")).isEqualTo(expected.get("thrown"));
    assertThat(actual.get("message")).isEqualTo(expected.get("message"));
  }

  /** The same application without the agent. */
  private DriverProcess bare() {
    if (bare == null) {
      bare =
          AgentProcess.with(variant.java())
              .withoutAgent()
              .classPath(variant.classPath())
              .drive(variant.driverClass());
    }
    return bare;
  }

  /** How many of so many redirects the library follows with the headers of the first request. */
  int carried(int redirects) {
    return redirects;
  }

  Order get(String path) {
    return order(server.url() + path);
  }

  Order order(String url) {
    return new Order()
        .with("driver", variant.driver())
        .with("mode", variant.mode())
        .with("how", variant.how())
        .with("url", url);
  }

  static int next() {
    return 1_000_000 + IDS.incrementAndGet();
  }

  SpanView clientSpan(String path) {
    return sink.awaitSpan(s -> s.client() && urlOf(s).endsWith(path));
  }

  static String urlOf(SpanView span) {
    return String.valueOf(span.attribute("url.full"));
  }

  /** The header without the flags. */
  static String carried(SpanView span) {
    return "00-" + span.traceId() + "-" + span.spanId();
  }

  private void assertCarriedBy(SpanView span, String path) {
    String header = server.awaitRequest(path).header("traceparent");
    assertThat(header).startsWith(carried(span));
    // The sampled bit; the one beside it may say that the trace ID is random.
    assertThat(Integer.parseInt(header.substring(53), 16) & 1).isEqualTo(1);
  }

  private void assertSuccess(SpanView span, String method, String url) {
    assertThat(span.name()).isEqualTo(method);
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.schemaUrl()).matches("https://opentelemetry.io/schemas/1\\.\\d+\\.0");
    assertThat(span.attributes())
        .containsEntry("http.request.method", method)
        .containsEntry("url.full", url)
        .containsEntry("server.address", "localhost")
        .containsEntry("server.port", (long) server.port())
        .containsEntry("http.response.status_code", 200L)
        .doesNotContainKeys(
            "error.type",
            "http.request.method_original",
            "http.request.resend_count",
            "network.transport",
            "network.type",
            "network.protocol.name",
            "user_agent.original",
            "url.scheme",
            "http.method",
            "http.url",
            "http.status_code",
            "net.peer.name");
    if (variant.saysVersion()) {
      assertThat(span.attribute("network.protocol.version")).isEqualTo("1.1");
    }
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }

  static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
