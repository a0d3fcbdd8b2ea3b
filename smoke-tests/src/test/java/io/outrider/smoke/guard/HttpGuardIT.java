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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Timeouts and circuit breakers of HTTP clients. */
@ParameterizedClass(name = "{0} {2} on {3} {5}")
@MethodSource("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpGuardIT {
  private static final AtomicInteger IDS = new AtomicInteger(1_000_000);

  @Parameter(0)
  private String driver;

  @Parameter(1)
  private String driverClass;

  @Parameter(2)
  private String mode;

  @Parameter(3)
  private int version;

  @Parameter(4)
  private String drivers;

  @Parameter(5)
  private String library;

  private OtlpSink sink;
  private TestServer flaky;
  private TestServer watched;
  private TestServer slow;
  private TestServer patient;
  private DriverProcess child;

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("HttpURLConnection", "HttpUrlConnectionDriver", "sync", 17, null, null),
        Arguments.of("java.net.http", "JdkHttpClientDriver", "sync", 17, null, null),
        Arguments.of("java.net.http", "JdkHttpClientDriver", "async", 25, null, null),
        apache("apache40", "ApacheHttp40Driver", "sync", 17, "4.0"),
        apache("apache40", "ApacheHttp40Driver", "sync", 25, "4.5"),
        apache("apache4", "ApacheHttp4Driver", "sync", 25, "4.5"),
        apache("apache4", "ApacheHttp4Driver", "plain", 17, "4.5"),
        apache("apache4", "ApacheHttp4Driver", "minimal", 17, "4.5"),
        apache("apache5", "ApacheHttp5Driver", "sync", 17, "5.0"),
        apache("apache5", "ApacheHttp5Driver", "plain", 17, "5.0"),
        apache("apache5", "ApacheHttp5Driver", "sync", 25, "new"),
        apache("apache5", "ApacheHttp5Driver", "minimal", 17, "new"),
        apache("apache5", "ApacheHttp5Driver", "plain", 17, "new"),
        async(4, "async", 8, "httpasyncclient-4.0"),
        async(4, "producer", 17, "httpasyncclient-4.0"),
        async(4, "async", 25, "httpasyncclient-new"),
        async(4, "minimal", 17, "httpasyncclient-new"),
        async(5, "async", 8, "httpclient-5.0"),
        async(5, "async", 17, "httpclient-5.3"),
        async(5, "minimal", 17, "httpclient-new"),
        async(5, "async", 25, "httpclient-new"),
        async(5, "producer", 25, "httpclient-new"),
        reactor("reactorNetty", "async", 8, "reactor-netty-1.0"),
        reactor("reactorNetty", "block", 17, "reactor-netty-1.3"),
        reactor("webClient", "async", 8, "spring-webclient-5.3"),
        reactor("webClient", "block", 17, "spring-webclient-6.0"),
        reactor("webClient", "async", 25, "spring-webclient-7.0"),
        Arguments.of("netty", "NettyDriver", "async", 8, "drivers-netty", "netty-4.1.0"),
        Arguments.of("netty", "NettyDriver", "sync", 25, "drivers-netty", "netty-4.2"),
        okHttp("sync", 8, "3.0"),
        okHttp("async", 8, "3.0"),
        okHttp("sync", 17, "3.14"),
        okHttp("async", 17, "4"),
        okHttp("sync", 25, "new"),
        okHttp("async", 25, "new"));
  }

  private static Arguments okHttp(String mode, int version, String library) {
    return Arguments.of(
        "OkHttp", "OkHttpDriver", mode, version, "drivers-okhttp", "okhttp-" + library);
  }

  private static Arguments async(int line, String mode, int version, String library) {
    return Arguments.of(
        "apacheAsync" + line,
        "ApacheAsync" + line + "Driver",
        mode,
        version,
        "drivers-apacheasync" + line,
        "apache-" + library);
  }

  private static Arguments reactor(String driver, String mode, int version, String library) {
    boolean web = driver.equals("webClient");
    return Arguments.of(
        driver,
        web ? "WebClientDriver" : "ReactorNettyDriver",
        mode,
        version,
        web ? version == 8 ? "drivers-webclient" : "drivers-webclient-7" : "drivers-reactornetty",
        library);
  }

  private static Arguments apache(
      String driver, String driverClass, String mode, int version, String library) {
    return Arguments.of(
        driver, driverClass, mode, version, "drivers-" + driver, "apache-httpclient-" + library);
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    flaky = new TestServer();
    watched = new TestServer();
    slow = new TestServer();
    patient = new TestServer();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "flaky", flaky, "circuit-breaker.window", "4 calls");
    rule(builder, "flaky", flaky, "circuit-breaker.minimum-calls", 4);
    rule(builder, "flaky", flaky, "circuit-breaker.wait-open", "1s");
    rule(builder, "flaky", flaky, "circuit-breaker.half-open-calls", 1);
    rule(builder, "watched", watched, "mode", "dry-run");
    rule(builder, "watched", watched, "circuit-breaker.window", "4 calls");
    rule(builder, "watched", watched, "circuit-breaker.minimum-calls", 4);
    rule(builder, "slow", slow, "timeout.request", "400ms");
    rule(builder, "patient", patient, "timeout.request", "10s");
    if (library != null) {
      builder.classPath(
          Libraries.join(
              Libraries.drivers(jdk), List.of(Libraries.target(drivers)), Libraries.of(library)));
    }
    child = builder.drive(driverClass);
  }

  private static void rule(
      AgentProcess.Builder builder, String name, TestServer server, String key, Object value) {
    builder.property(
        "outrider.rules." + name + ".match", "client:http,host:localhost,port:" + server.port());
    builder.property("outrider.rules." + name + "." + key, value);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      flaky.close();
      watched.close();
      slow.close();
      patient.close();
      sink.close();
    }
  }

  @Test
  void aBreakerOpensRefusesAndTriesAgain() {
    String id = "id=" + IDS.incrementAndGet();
    for (int i = 0; i < 4; i++) {
      assertThat(child.perform(get(flaky, "/error?" + id)).get("status")).isEqualTo("500");
    }
    Parent parent = Parent.sampledOne();
    Order refused = child.performIn(parent, get(flaky, "/success?" + id));

    // To the application: a connection that could not be made, with no stack trace to pay for.
    assertThat(refused.get("types"))
        .contains("java.net.ConnectException")
        .contains("io.outrider.agent.guard.GuardRejection");
    assertThat(refused.get("frames")).isEqualTo("0");
    assertThat(refused.get("message")).contains("flaky");
    if (driver.equals("webClient")) {
      assertThat(refused.get("wrapped"))
          .isEqualTo("org.springframework.web.reactive.function.client.WebClientRequestException");
    }

    // To the server: nothing at all.
    assertThat(flaky.requests(id)).hasSize(4);

    if (driver.equals("OkHttp") && mode.equals("async")
        || driver.startsWith("apacheAsync")
        || isReactor() && mode.equals("async")) {
      Order told = child.perform(get(flaky, "/").with("mode", "told"));
      assertThat(told.get("told")).isEqualTo(told.get("enqueued"));
    }

    // On the span and in the metrics.
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
    SpanView span = trace.stream().filter(SpanView::client).findFirst().orElseThrow();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attributes())
        .containsEntry("error.type", "circuit_open")
        .containsEntry("outrider.guard.rule", "flaky")
        .doesNotContainKey("http.response.status_code");
    MetricView duration =
        sink.awaitMetric(
            "http.client.request.duration", m -> "circuit_open".equals(m.attribute("error.type")));
    assertThat(duration.attributes()).doesNotContainKey("http.response.status_code");
    MetricView decisions =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "flaky".equals(m.attribute("outrider.guard.rule"))
                    && !"pass".equals(m.attribute("outrider.guard.outcome")));
    assertThat(decisions.value()).isGreaterThanOrEqualTo(1);

    // After the wait one call is let through, and closes it.
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> "200".equals(child.perform(get(flaky, "/success?" + id)).get("status")));
    assertThat(child.perform(get(flaky, "/success?" + id)).get("status")).isEqualTo("200");
  }

  @Test
  void inDryRunTheBreakerOnlyCounts() {
    String id = "id=" + IDS.incrementAndGet();
    for (int i = 0; i < 6; i++) {
      assertThat(child.perform(get(watched, "/error?" + id)).get("status")).isEqualTo("500");
    }
    assertThat(watched.requests(id)).hasSize(6);
    MetricView decisions =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "watched".equals(m.attribute("outrider.guard.rule"))
                    && !"pass".equals(m.attribute("outrider.guard.outcome")));
    assertThat(decisions.value()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aTimeoutIsTheClientsOwn() {
    assumeFalse("okhttp-3.0".equals(library), "OkHttp has no timeouts for one call before 3.9");
    String id = "id=" + IDS.incrementAndGet();
    long before = System.nanoTime();
    Order answer = child.perform(get(slow, "/hang?" + id));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(answer.get("thrown"))
        .isEqualTo(
            driver.equals("java.net.http")
                ? "java.net.http.HttpTimeoutException"
                : isReactor()
                    ? "io.netty.handler.timeout.ReadTimeoutException"
                    : "java.net.SocketTimeoutException");
    assertThat(slow.requests(id)).isNotEmpty();
  }

  @Test
  void aShorterTimeoutOfTheApplicationStands() {
    assumeFalse(driver.equals("apacheAsync4") && mode.equals("minimal"), "it keeps none");
    String id = "id=" + IDS.incrementAndGet();
    long before = System.nanoTime();
    Order answer = child.perform(get(patient, "/hang?" + id).with("timeout", 100));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    assertThat(answer.get("thrown")).contains("Timeout");
  }

  private boolean isReactor() {
    return driver.equals("reactorNetty") || driver.equals("webClient");
  }

  private Order get(TestServer server, String path) {
    return new Order().with("driver", driver).with("mode", mode).with("url", server.url() + path);
  }
}
