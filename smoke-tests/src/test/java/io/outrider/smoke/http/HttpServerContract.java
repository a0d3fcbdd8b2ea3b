// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every HTTP server has to show under the agent. A server adds the pages that the tests ask
 * for, below {@code /app}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpServerContract {
  private static final AtomicInteger IDS = new AtomicInteger(1_000_000);

  @Parameter HttpServerVariant variant;
  OtlpSink sink;
  TestServer next;
  ServerProcess server;

  @BeforeParameterizedClassInvocation
  void start() {
    sink = new OtlpSink();
    next = new TestServer();
    server =
        variant.start(
            AgentProcess.with(variant.java())
                .exportingTo(sink)
                .property("otel.service.name", "server-contract")
                .property("otel.propagators", "tracecontext,baggage,b3,b3multi")
                .property("otel.instrumentation.http.server.capture-request-headers", "X-Test")
                .property("otel.instrumentation.http.server.capture-response-headers", "X-Answer"));
  }

  @AfterParameterizedClassInvocation
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {server, next, sink}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 50})
  void everyRequestIsATraceOfItsOwn(int requests) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      String id = id();
      ids.add(id);
      assertThat(get("/app/success?" + id).body()).isEqualTo("success");
    }
    Set<String> traces = new HashSet<>();
    for (String id : ids) {
      SpanView span = serverSpan(id);
      assertThat(span.parentSpanId()).isEmpty();
      assertThat(sink.trace(span.traceId())).hasSize(1);
      traces.add(span.traceId());
    }
    assertThat(traces).hasSize(requests);
  }

  @Test
  void aSpanSaysWhatTheConventionsAskFor() {
    String id = id();
    get("/app/query?some=query&" + id, "User-Agent: test-agent/1.0", "Host: shop.example:8443");
    SpanView span = serverSpan(id);
    assertNamed(span, "GET", "/app/query");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.schemaUrl()).matches("https://opentelemetry.io/schemas/1\\.\\d+\\.0");
    assertThat(span.attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("url.scheme", "http")
        .containsEntry("url.path", "/app/query")
        .containsEntry("url.query", "some=query&" + id)
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("server.address", "shop.example")
        .containsEntry("server.port", 8443L)
        .containsEntry("client.address", "127.0.0.1")
        .containsEntry("user_agent.original", "test-agent/1.0")
        .containsEntry("network.protocol.version", "1.1")
        .containsEntry("network.peer.address", "127.0.0.1")
        .containsKey("network.peer.port")
        .doesNotContainKeys(
            "client.port",
            "error.type",
            "http.request.method_original",
            "network.transport",
            "network.type",
            "network.protocol.name",
            "url.full",
            "http.method",
            "http.target",
            "http.status_code");
    assertThat(span.resource())
        .containsEntry("service.name", "server-contract")
        .containsEntry("telemetry.sdk.language", "java")
        .containsKeys("process.pid", "host.name", "os.type", "telemetry.distro.name");
  }

  @Test
  void theClientIsTheFirstThatAProxyNames() {
    String id = id();
    get("/app/success?" + id, "X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-Proto: https");
    assertThat(serverSpan(id).attributes())
        .containsEntry("client.address", "203.0.113.7")
        .containsEntry("url.scheme", "https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "tracePARENT", "Traceparent"})
  void theCallersTraceGoesOn(String header) {
    Parent parent = Parent.sampledOne();
    String id = id();
    get("/app/success?" + id, header + ": " + parent.header(), "tracestate: vendor=value");
    SpanView span = serverSpan(id);
    assertThat(span.traceId()).isEqualTo(parent.traceId());
    assertThat(span.parentSpanId()).isEqualTo(parent.spanId());
    assertThat(span.traceState()).isEqualTo("vendor=value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b3: %s-%s-1", "X-B3-TraceId: %s\r\nX-B3-SpanId: %s\r\nX-B3-Sampled: 1"})
  void theCallersTraceGoesOnInB3(String form) {
    Parent parent = Parent.sampledOne();
    String id = id();
    get("/app/success?" + id, String.format(form, parent.traceId(), parent.spanId()));
    assertThat(serverSpan(id).traceId()).isEqualTo(parent.traceId());
    assertThat(serverSpan(id).parentSpanId()).isEqualTo(parent.spanId());
  }

  @Test
  void anUnsampledCallerIsObeyed() {
    Parent unsampled = Parent.unsampledOne();
    get("/app/success?" + id(), "traceparent: " + unsampled.header());
    String later = id();
    get("/app/success?" + later);
    serverSpan(later);
    assertThat(sink.trace(unsampled.traceId())).isEmpty();
  }

  @Test
  void aRedirectIsNoError() {
    String id = id();
    assertThat(get("/app/redirect?" + id).status()).isEqualTo(302);
    assertStatus(serverSpan(id), 302);
  }

  @Test
  void anAnswerOf500IsAnError() {
    String id = id();
    assertThat(get("/app/error?" + id).status()).isEqualTo(500);
    SpanView span = serverSpan(id);
    assertNamed(span, "GET", "/app/error");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.statusMessage()).isEmpty();
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", 500L)
        .containsEntry("error.type", "500");
  }

  @Test
  void anExceptionOfTheHandlerIsAnError() {
    String id = id();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(RawHttp.request("GET", "/app/exception?" + id) + "\r\n");
      if (variant.answersAlways()) {
        assertThat(http.read().status()).isEqualTo(500);
      }
    }
    SpanView span = serverSpan(id);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(String.valueOf(span.attribute("error.type")))
        .isIn("500", "java.lang.IllegalStateException");
  }

  @Test
  void aPathThatNobodyServesHasNoRoute() {
    Parent parent = Parent.sampledOne();
    assertThat(get("/app/nobody/42", "traceparent: " + parent.header()).status()).isEqualTo(404);
    if (variant.answersAlways()) {
      SpanView span = sink.awaitTrace(parent.traceId(), 1).get(0);
      assertThat(span.name()).isIn("GET", "GET /app/*", "GET /app/", "GET /**");
      assertThat(span.attributes())
          .containsEntry("http.response.status_code", 404L)
          .containsEntry("url.path", "/app/nobody/42")
          .doesNotContainKey("error.type");
      assertThat(span.status()).isEqualTo("UNSET");
    }
  }

  @Test
  void aPathWithAParameterIsNotTheName() {
    String id = id();
    get("/app/path/123/details?" + id);
    SpanView span = serverSpan(id);
    assertThat(span.name()).doesNotContain("123");
    assertThat(String.valueOf(span.attribute("http.route"))).doesNotContain("123");
  }

  @Test
  void anUnknownMethodIsNamedOther() {
    String id = id();
    RawHttp.send(server.port(), "TEST", "/app/success?" + id);
    SpanView span = serverSpan(id);
    assertThat(span.name()).startsWith("HTTP");
    assertThat(span.attributes())
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "TEST");
  }

  @Test
  void headersAreCapturedThatTheConfigurationNames() {
    String id = id();
    assertThat(get("/app/headers?" + id, "X-Test: a, b").headers())
        .containsEntry("x-answer", "a, b");
    assertThat(serverSpan(id).attributes())
        .containsEntry("http.request.header.x-test", List.of("a, b"))
        .containsEntry("http.response.header.x-answer", List.of("a, b"));
  }

  @Test
  void requestsAreTimed() {
    String id = id();
    get("/app/redirect?" + id);
    MetricView metric =
        sink.awaitMetric(
            "http.server.request.duration",
            m -> Long.valueOf(302).equals(m.attribute("http.response.status_code")));
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.description()).isEqualTo("Duration of HTTP server requests.");
    assertThat(metric.type()).isEqualTo("HISTOGRAM");
    assertThat(metric.bounds())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1d, 2.5, 5d, 7.5, 10d);
    assertThat(metric.attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("url.scheme", "http")
        .doesNotContainKeys("url.path", "url.query", "server.address", "client.address");
  }

  @Test
  void aCallMadeByTheHandlerIsItsChild() {
    String id = id();
    String nextId = "/success?" + id();
    get("/app/child?next=" + encode(next.url() + nextId) + "&" + id);
    SpanView span = serverSpan(id);
    List<SpanView> trace = sink.awaitTrace(span.traceId(), 2);
    assertThat(trace).hasSize(2);
    SpanView child = trace.stream().filter(SpanView::client).findFirst().orElseThrow();
    assertThat(child.parentSpanId()).isEqualTo(span.spanId());
    assertThat(next.awaitRequest(nextId).header("traceparent"))
        .startsWith("00-" + span.traceId() + "-" + child.spanId());
    assertThat(span.endNanos()).isGreaterThanOrEqualTo(child.endNanos());
  }

  @Test
  void baggageGoesOn() {
    String single = "/success?" + id();
    get("/app/child?next=" + encode(next.url() + single), "baggage: user=42");
    assertThat(next.awaitRequest(single).header("baggage")).isEqualTo("user=42");
    String two = "/success?" + id();
    get("/app/child?next=" + encode(next.url() + two), "baggage: user=42", "baggage: tier=gold");
    assertThat(next.awaitRequest(two).header("baggage")).contains("user=42").contains("tier=gold");
  }

  @Test
  void manyRequestsAtOnceKeepTheirChildren() throws Exception {
    ExecutorService jobs = Executors.newFixedThreadPool(8);
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      done.add(
          jobs.submit(
              () -> {
                Parent parent = Parent.sampledOne();
                String nextId = "/success?" + id();
                get(
                    "/app/child?next=" + encode(next.url() + nextId),
                    "traceparent: " + parent.header());
                assertThat(next.awaitRequest(nextId).header("traceparent"))
                    .contains(parent.traceId());
                return null;
              }));
    }
    for (Future<Void> each : done) {
      each.get();
    }
    jobs.shutdown();
  }

  @Test
  void pipelinedRequestsAreKeptApart() {
    List<Parent> parents = new ArrayList<>();
    try (RawHttp http = new RawHttp(server.port())) {
      StringBuilder pipeline = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        Parent parent = Parent.sampledOne();
        parents.add(parent);
        pipeline
            .append(RawHttp.request("GET", "/app/success?" + i, "traceparent: " + parent.header()))
            .append("\r\n");
      }
      http.write(pipeline.toString());
      for (int i = 0; i < 10; i++) {
        assertThat(http.read().body()).isEqualTo("success");
      }
    }
    for (int i = 0; i < 10; i++) {
      SpanView span = sink.awaitTrace(parents.get(i).traceId(), 1).get(0);
      assertThat(span.parentSpanId()).isEqualTo(parents.get(i).spanId());
      assertThat(span.attribute("url.query")).isEqualTo(String.valueOf(i));
    }
  }

  @Test
  void pipelinedBodiesAreKeptApart() {
    List<Parent> parents = new ArrayList<>();
    try (RawHttp http = new RawHttp(server.port())) {
      StringBuilder pipeline = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        Parent parent = Parent.sampledOne();
        parents.add(parent);
        pipeline
            .append(
                RawHttp.request(
                    "POST",
                    "/app/body",
                    "traceparent: " + parent.header(),
                    "Transfer-Encoding: chunked"))
            .append("\r\n6\r\nbody ")
            .append(i)
            .append("\r\n0\r\n\r\n");
      }
      http.write(pipeline.toString());
      for (int i = 0; i < 5; i++) {
        assertThat(http.read().body()).isEqualTo("body " + i);
      }
    }
    for (Parent parent : parents) {
      assertNamed(sink.awaitTrace(parent.traceId(), 1).get(0), "POST", "/app/body");
    }
  }

  /** Header lines that mean nothing. */
  static List<String> nonsense() {
    return List.of(
        "traceparent: ",
        "traceparent: 00-0-0-0",
        "traceparent: 00-00000000000000000000000000000000-0000000000000000-01",
        "traceparent: ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e473Z-00f067aa0ba902b7-01",
        "traceparent: 00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "traceparent: " + "x".repeat(5000),
        "tracestate: " + "=,".repeat(500),
        "baggage: ;;;===,,,%zz",
        "baggage: " + "k=v,".repeat(1500),
        "b3: 1-",
        "b3: zzzz-yyyy-1",
        "X-B3-TraceId: nothex\r\nX-B3-SpanId: 12",
        "X-Forwarded-For: ,,,",
        "X-Forwarded-For: \u00e4\u00f6\u00fc",
        "Forwarded: for=;host=\"",
        "Host: ",
        "Host: [::1",
        "Host: host:port",
        "Host: b\u00fccher.example",
        "User-Agent: " + "\u00ff".repeat(100),
        "User-Agent: " + "u".repeat(6000));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseInAHeaderChangesNothing(String header) {
    String id = id();
    RawHttp.Answer answer = get("/app/success?" + id, header);
    if (answer.status() == 200) {
      assertThat(answer.body()).isEqualTo("success");
      SpanView span = serverSpan(id);
      assertThat(span.traceId()).matches("[0-9a-f]{32}");
      assertThat(span.attributes()).containsEntry("http.response.status_code", 200L);
    } else {
      // What the server itself refuses it refuses without the agent, too.
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(header).startsWith("Host");
    }
  }

  RawHttp.Answer get(String target, String... headers) {
    return RawHttp.get(server.port(), target, headers);
  }

  static String id() {
    return "id=" + IDS.incrementAndGet();
  }

  SpanView serverSpan(String id) {
    return sink.awaitSpan(s -> s.server() && String.valueOf(s.attribute("url.query")).endsWith(id));
  }

  /**
   * Not every server knows a route; where there is one it is in the name, where not, no path is.
   */
  static void assertNamed(SpanView span, String method, String route) {
    if (span.attribute("http.route") == null) {
      assertThat(span.name()).isEqualTo(method);
    } else {
      assertThat(span.attribute("http.route")).isEqualTo(route);
      assertThat(span.name()).isEqualTo(method + " " + route);
    }
  }

  static void assertStatus(SpanView span, long status) {
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", status)
        .doesNotContainKey("error.type");
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
