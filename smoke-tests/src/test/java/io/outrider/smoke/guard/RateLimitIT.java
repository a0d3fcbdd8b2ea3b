// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Rate limits of HTTP servers; each test has a path of its own, and a rule for it. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RateLimitIT {
  @Parameter(0)
  private String name;

  @Parameter(1)
  private int version;

  @Parameter(2)
  private List<String> libraries;

  private OtlpSink sink;
  private ServerProcess server;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("jdk.httpserver", 17, List.of()),
        Arguments.of("tomcat", 17, List.of("tomcat-10.1", "spring-webmvc-6.2")),
        Arguments.of("jetty", 25, List.of("jetty-12")));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    sink = new OtlpSink();
    Jdk jdk = Jdk.require(version);
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "callers", "path:/app/success", "1/h", "burst", "2", "key", "address");
    rule(builder, "keys", "path:/app/query", "1/h", "key", "header:X-Api-Key");
    rule(builder, "patience", "path:/app/child", "20/m");
    rule(builder, "watched", "path:/app/headers", "1/h");
    builder.property("outrider.rules.watched.mode", "dry-run");
    rule(builder, "routes", "route:/app/mvc/**", "1/h", "key", "route");
    List<Path> classPath = new ArrayList<>();
    if (!libraries.isEmpty()) {
      classPath.add(Libraries.target("webapp-jakarta"));
    }
    classPath.addAll(Libraries.drivers(jdk));
    for (String library : libraries) {
      classPath.addAll(Libraries.of(library));
    }
    builder.classPath(classPath);
    server =
        ServerProcess.ready(
            libraries.isEmpty()
                ? builder.start("io.outrider.smoke.driver.JdkHttpServerMain")
                : builder.start(
                    "io.outrider.smoke.webapp.ContainerMain",
                    name,
                    "org.eclipse.jetty.ee10.servlet"));
    // The first request of a process is slow enough to win tokens back.
    assertThat(get("/app/body").status()).isEqualTo(200);
  }

  private static void rule(
      AgentProcess.Builder builder, String name, String where, String rate, String... more) {
    String prefix = "outrider.rules." + name + '.';
    builder.property(prefix + "match", "server:http," + where);
    builder.property(prefix + "rate-limit.rate", rate);
    for (int i = 0; i < more.length; i += 2) {
      builder.property(prefix + "rate-limit." + more[i], more[i + 1]);
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.close();
    }
    sink.close();
  }

  private RawHttp.Answer get(String target, String... headers) {
    return RawHttp.get(server.port(), target, headers);
  }

  private int statusFrom(String address, String target) {
    try (RawHttp http = new RawHttp(server.port(), address)) {
      http.write(RawHttp.request("GET", target) + "\r\n");
      return http.read().status();
    }
  }

  @Test
  void everyAddressHasItsOwnLimit() {
    assertThat(statusFrom("127.0.0.2", "/app/success")).isEqualTo(200);
    assertThat(statusFrom("127.0.0.2", "/app/success")).isEqualTo(200);
    assertThat(statusFrom("127.0.0.2", "/app/success")).isEqualTo(429);
    assertThat(statusFrom("127.0.0.3", "/app/success")).isEqualTo(200);
    assertThat(statusFrom("127.0.0.2", "/app/body")).as("no rule").isEqualTo(200);
  }

  @Test
  void everyHeaderHasItsOwnLimitAndAllThatLackItShareOne() {
    assertThat(get("/app/query", "X-Api-Key: gold").status()).isEqualTo(200);
    assertThat(get("/app/query", "x-api-key: silver").status()).isEqualTo(200);
    assertThat(get("/app/query", "x-api-key: gold").status()).isEqualTo(429);
    assertThat(get("/app/query").status()).isEqualTo(200);
    assertThat(get("/app/query").status()).isEqualTo(429);
  }

  @Test
  void whoWaitsAsLongAsToldGetsIn() {
    assertThat(get("/app/child").status()).isEqualTo(200);
    RawHttp.Answer refused = get("/app/child");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("cache-control", "no-store");
    assertThat(refused.body()).contains("\"guard\":\"rate-limit\"", "\"rule\":\"patience\"");
    int seconds = Integer.parseInt(refused.headers().get("retry-after"));
    assertThat(seconds).isBetween(1, 3);
    Awaitility.await()
        .pollDelay(Duration.ofSeconds(seconds))
        .atMost(Duration.ofSeconds(30))
        .until(() -> true);
    assertThat(get("/app/child").status()).isEqualTo(200);
  }

  @Test
  void inDryRunAllGetInAndAreCounted() {
    for (int i = 0; i < 4; i++) {
      assertThat(get("/app/headers", "X-Test: 1").status()).isEqualTo(200);
    }
    MetricView decisions =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "watched".equals(m.attribute("outrider.guard.rule"))
                    && "would_reject".equals(m.attribute("outrider.guard.outcome"))
                    && m.value() == 3);
    assertThat(decisions.attribute("outrider.guard.type")).isEqualTo("rate_limit");
  }

  @Test
  void everyRouteHasItsOwnLimit() {
    if (!libraries.contains("spring-webmvc-6.2")) {
      // Nobody here finds a route: the rule never applies.
      assertThat(get("/app/body").status()).isEqualTo(200);
      assertThat(get("/app/body").status()).isEqualTo(200);
      return;
    }
    assertThat(get("/app/mvc/orders/1").status()).isEqualTo(200);
    assertThat(get("/app/mvc/missing/1").status()).isEqualTo(404);
    RawHttp.Answer refused = get("/app/mvc/orders/2");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("retry-after", "3600");
    assertThat(get("/app/mvc/missing/2").status()).isEqualTo(429);
  }
}
