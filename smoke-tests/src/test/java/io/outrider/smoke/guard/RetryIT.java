// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Retries, answers in the place of refusals, and injected faults. */
@ParameterizedClass(name = "{0} {1} {2} on {3}")
@MethodSource("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetryIT {
  private static final AtomicInteger IDS = new AtomicInteger(3_000_000);

  @Parameter(0)
  private String driver;

  /** As libraries.xml names it; empty: the JDK's own. */
  @Parameter(1)
  private String library;

  @Parameter(2)
  private String mode;

  @Parameter(3)
  private int version;

  private OtlpSink sink;
  private TestServer flaky;
  private TestServer stormy;
  private TestServer broken;
  private TestServer slow;
  private TestServer rehearsed;
  private int deadPort;
  private DriverProcess child;

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("java.net.http", "", "sync", 17),
        Arguments.of("java.net.http", "", "async", 17),
        Arguments.of("java.net.http", "", "sync", 25),
        Arguments.of("java.net.http", "", "async", 25),
        Arguments.of("apache4", "apache-httpclient-4.3", "sync", 17),
        Arguments.of("apache4", "apache-httpclient-4.5", "plain", 25),
        Arguments.of("apache5", "apache-httpclient-5.0", "sync", 17),
        Arguments.of("apache5", "apache-httpclient-new", "plain", 25),
        Arguments.of("apacheAsync4", "apache-httpasyncclient-4.0", "async", 17),
        Arguments.of("apacheAsync4", "apache-httpasyncclient-new", "async", 25),
        Arguments.of("apacheAsync5", "apache-httpclient-5.0", "async", 17),
        Arguments.of("apacheAsync5", "apache-httpclient-new", "async", 25),
        Arguments.of("reactorNetty", "reactor-netty-1.0", "block", 8),
        Arguments.of("reactorNetty", "reactor-netty-1.3", "block", 25),
        Arguments.of("webClient", "spring-webclient-5.3", "block", 8),
        Arguments.of("webClient", "spring-webclient-7.0", "block", 25),
        Arguments.of("OkHttp", "okhttp-3.0", "sync", 8),
        Arguments.of("OkHttp", "okhttp-3.14", "async", 17),
        Arguments.of("OkHttp", "okhttp-4", "sync", 17),
        Arguments.of("OkHttp", "okhttp-new", "sync", 25),
        Arguments.of("OkHttp", "okhttp-new", "async", 25));
  }

  @BeforeParameterizedClassInvocation
  void start() throws Exception {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    flaky = new TestServer();
    stormy = new TestServer();
    broken = new TestServer();
    slow = new TestServer();
    rehearsed = new TestServer();
    try (ServerSocket free = new ServerSocket(0)) {
      deadPort = free.getLocalPort();
    }
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "flaky", flaky.port(), Map.of("retry.backoff", "10ms", "retry.budget", "100"));
    rule(builder, "dead", deadPort, Map.of("retry.backoff", "10ms", "retry.budget", "100"));
    rule(
        builder,
        "stormy",
        stormy.port(),
        Map.of("retry.backoff", "1ms", "retry.budget", "20", "retry.budget-floor", "0"));
    rule(
        builder,
        "broken",
        broken.port(),
        Map.of(
            "circuit-breaker.window", "4 calls",
            "circuit-breaker.minimum-calls", "4",
            "circuit-breaker.wait-open", "1m",
            "fallback.status", "203",
            "fallback.headers", "Content-Type=application/json",
            "fallback.body", "[\"none\"]"));
    rule(builder, "slow", slow.port(), Map.of("timeout.request", "150ms"));
    rule(builder, "rehearsed", rehearsed.port(), Map.of("fault.status", "418"));
    builder.property("outrider.rules.door.match", "server:http,path:/order-rehearsed");
    builder.property("outrider.rules.door.fault.status", "418");
    if (library.isEmpty()) {
      child = builder.drive("JdkHttpClientDriver");
      return;
    }
    String drivers =
        driver.toLowerCase(Locale.ROOT) + (library.equals("spring-webclient-7.0") ? "-7" : "");
    builder.classPath(
        Libraries.join(
            Libraries.drivers(jdk),
            List.of(Libraries.target("drivers-" + drivers)),
            Libraries.of(library)));
    child =
        builder.drive(
            isOkHttp()
                ? "OkHttpDriver"
                : driver.startsWith("apacheAsync") || isReactor()
                    ? driver.substring(0, 1).toUpperCase(Locale.ROOT)
                        + driver.substring(1)
                        + "Driver"
                    : driver.equals("apache4") ? "ApacheHttp4Driver" : "ApacheHttp5Driver");
  }

  private boolean isOkHttp() {
    return driver.equals("OkHttp");
  }

  private boolean isReactor() {
    return driver.equals("reactorNetty") || driver.equals("webClient");
  }

  private static void rule(
      AgentProcess.Builder builder, String name, int port, Map<String, String> values) {
    builder.property(
        "outrider.rules." + name + ".match", "client:http,host:localhost,port:" + port);
    values.forEach((key, value) -> builder.property("outrider.rules." + name + "." + key, value));
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      for (TestServer server : List.of(flaky, stormy, broken, slow, rehearsed)) {
        server.close();
      }
      sink.close();
    }
  }

  private Order get(String url) {
    return new Order()
        .with("driver", driver)
        // The library's own retries of a 503 would be counted among ours.
        .with("retries", "false")
        .with("mode", mode)
        .with("follow", "false")
        .with("url", url);
  }

  private String id() {
    return "id=" + IDS.incrementAndGet();
  }

  @Test
  void aFailedGetIsMadeAgainAndEachAttemptIsASpanOfItsOwn() {
    String id = id();
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, get(flaky.url() + "/flaky/2?" + id));
    assertThat(answer.get("status")).isEqualTo("200");
    assertThat(answer.get("body")).isEqualTo("at last");
    assertThat(flaky.requests(id))
        .extracting(request -> request.header("x-retry-attempt"))
        .containsExactly(null, "1", "2");
    assertThat(flaky.requests(id))
        .extracting(request -> request.header("traceparent"))
        .doesNotHaveDuplicates()
        .allMatch(header -> header.contains(parent.traceId()));
    List<SpanView> attempts =
        sink.awaitTrace(parent.traceId(), 4).stream()
            .filter(SpanView::client)
            .sorted(
                Comparator.comparing(
                    s ->
                        String.valueOf(
                            s.attributes().getOrDefault("http.request.resend_count", 0))))
            .toList();
    assertThat(attempts)
        .extracting(s -> s.attribute("http.response.status_code"))
        .containsExactly(503L, 503L, 200L);
    assertThat(attempts)
        .extracting(s -> s.attribute("http.request.resend_count"))
        .containsExactly(null, 1L, 2L);
  }

  @Test
  void whenAllAttemptsFailTheLastAnswerIsTheApplications() {
    String id = id();
    Order answer = child.perform(get(flaky.url() + "/flaky/9?" + id));
    assertThat(answer.get("status")).isEqualTo("503");
    assertThat(answer.get("body")).isEqualTo("not yet");
    assertThat(flaky.requests(id)).hasSize(3);
  }

  @Test
  void aPostIsNotMadeAgainUnlessItHasAnIdempotencyKey() {
    assumeFalse(isReactor(), "a publisher does not tell whether it may be asked again");
    String id = id();
    Order post = get(flaky.url() + "/flaky/1?" + id).with("method", "POST").with("body", "x");
    assertThat(child.perform(post).get("status")).isEqualTo("503");
    assertThat(flaky.requests(id)).hasSize(1);
    String keyed = id();
    Order safe =
        get(flaky.url() + "/flaky/1?" + keyed)
            .with("method", "POST")
            .with("body", "x")
            .with("header.Idempotency-Key", "7");
    assertThat(child.perform(safe).get("status")).isEqualTo("200");
    assertThat(flaky.requests(keyed))
        .extracting(TestServer.Request::body)
        .containsExactly("x", "x");
    String spent = id();
    Order stream =
        get(flaky.url() + "/flaky/1?" + spent)
            .with("method", "POST")
            .with("body", "x")
            .with("chunked", "true")
            .with("header.Idempotency-Key", "7");
    assertThat(child.perform(stream).get("status")).isEqualTo("503");
    assertThat(flaky.requests(spent)).hasSize(1);
  }

  @Test
  void aPostThatFoundNobodyIsMadeAgain() {
    assumeFalse(isOkHttp(), "OkHttp may itself have sent it before");
    assumeFalse(isReactor(), "a publisher does not tell whether it may be asked again");
    Parent parent = Parent.sampledOne();
    Order post = get("http://localhost:" + deadPort + "/").with("method", "POST").with("body", "x");
    assertThat(child.performIn(parent, post).get("types")).contains("java.net.ConnectException");
    assertThat(sink.awaitTrace(parent.traceId(), 4).stream().filter(SpanView::client)).hasSize(3);
    Parent other = Parent.sampledOne();
    Order following = post.with("follow", "true");
    assertThat(child.performIn(other, following).get("types"))
        .contains("java.net.ConnectException");
    assertThat(sink.awaitTrace(other.traceId(), 2).stream().filter(SpanView::client)).hasSize(1);
  }

  @Test
  @Tag("lesson-1")
  void onlyOneLayerRetries() {
    String id = id();
    Order order = get(flaky.url() + "/flaky/2?" + id);
    Order answer = child.performIn(Parent.sampledOne(), order, "x-retry-attempt", "1");
    assertThat(answer.get("status")).isEqualTo("503");
    assertThat(flaky.requests(id)).hasSize(1);
  }

  @Test
  @Tag("lesson-1")
  void theBudgetKeepsAStormAway() {
    String id = id();
    for (int i = 0; i < 50; i++) {
      child.perform(get(stormy.url() + "/status/503?" + id + "&" + i));
    }
    assertThat(stormy.requests(id)).hasSizeBetween(51, 60);
    MetricView denied =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "stormy".equals(m.attribute("outrider.guard.rule"))
                    && "retry".equals(m.attribute("outrider.guard.type"))
                    && "reject".equals(m.attribute("outrider.guard.outcome")));
    assertThat(denied.value()).isGreaterThan(0);
  }

  @Test
  void anOpenBreakerIsAnsweredForByTheFallback() {
    assumeFalse(isReactor(), "there is no response without a channel");
    String id = id();
    for (int i = 0; i < 4; i++) {
      child.perform(get(broken.url() + "/error?" + id));
    }
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, get(broken.url() + "/success?" + id));
    assertThat(answer.get("status")).isEqualTo("203");
    assertThat(answer.get("body")).isEqualTo("[\"none\"]");
    assertThat(broken.requests("/success?" + id)).isEmpty();
    SpanView span =
        sink.awaitTrace(parent.traceId(), 2).stream()
            .filter(SpanView::client)
            .findFirst()
            .orElseThrow();
    assertThat(span.attributes())
        .containsEntry("error.type", "circuit_open")
        .containsEntry("outrider.guard.outcome", "reject")
        .containsEntry("outrider.fallback.rule", "broken")
        .doesNotContainKey("http.response.status_code");
  }

  @Test
  void aWholeExchangeIsBoundWhereAFutureIsReturned() {
    assumeFalse(library.equals("okhttp-3.0"), "OkHttp has no timeouts for one call before 3.9");
    // A synchronous call is bound up to the headers, by the client's own timer.
    String path = mode.equals("async") ? "/endless-body?" : "/hang?";
    long start = System.nanoTime();
    Order answer = child.perform(get(slow.url() + path + id()));
    assertThat(answer.get("thrown"))
        .isEqualTo(
            library.isEmpty()
                ? "java.net.http.HttpTimeoutException"
                : isReactor()
                    ? "io.netty.handler.timeout.ReadTimeoutException"
                    : "java.net.SocketTimeoutException");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void anInjectedFaultReachesTheApplicationAndNotTheServer() throws Exception {
    String id = id();
    Order answer = child.perform(get(rehearsed.url() + "/success?" + id));
    if (isReactor()) {
      assertThat(answer.get("message")).contains("418").contains("rehearsed");
    } else {
      assertThat(answer.get("status")).isEqualTo("418");
      assertThat(answer.get("body")).contains("rehearsed").contains("mode=off");
    }
    assertThat(rehearsed.requests(id)).isEmpty();
    HttpResponse<String> door =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + child.port() + "/order-rehearsed"))
                    .timeout(Duration.ofSeconds(20))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(door.statusCode()).isEqualTo(418);
    assertThat(door.body()).contains("door");
  }
}
