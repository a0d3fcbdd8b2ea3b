// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.harness.SpanView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards where requests are served by event loops, which must never be held up. */
@ParameterizedClass(name = "{0} {1} on {2}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventLoopGuardIT {
  @Parameter(0)
  private String main;

  @Parameter(1)
  private List<String> libraries;

  @Parameter(2)
  private int version;

  private OtlpSink sink;
  private ServerProcess server;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("driver.NettyServerMain", List.of("netty-4.1.0"), 8),
        Arguments.of("driver.NettyServerMain", List.of("netty-4.2"), 25),
        Arguments.of("driver.ReactorNettyServerMain", List.of("reactor-netty-1.0"), 17),
        Arguments.of("driver.ReactorNettyServerMain", List.of("reactor-netty-1.3"), 25),
        Arguments.of(
            "webflux.WebFluxMain", List.of("spring-webflux-5.3.0", "reactor-netty-1.0"), 8),
        Arguments.of(
            "webflux.WebFluxMain", List.of("spring-webflux-7.0", "reactor-netty-1.3"), 25));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    sink = new OtlpSink();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "late", "server:http,path:/app/body", "deadline.request", "1m");
    builder.property("outrider.rules.late.deadline.header", "X-Left");
    rule(builder, "thrice", "server:http,path:/app/success", "rate-limit.rate", "3/h");
    builder.property("outrider.rules.thrice.rate-limit.burst", 3);
    builder.property("outrider.rules.thrice.rate-limit.key", "header:X-Case");
    builder.property("outrider.rules.thrice.rate-limit.max-wait", "1m");
    rule(builder, "slow", "server:http,path:/app/query", "fault.delay", "700ms");
    rule(builder, "broken", "server:http,path:/app/headers", "fault.status", 503);
    builder.property("outrider.rules.broken.fault.delay", "300ms");
    String later = main.startsWith("webflux") ? "/app/later/*" : "/app/later";
    rule(builder, "one", "server:http,path:" + later, "bulkhead.max-concurrent", 1);
    builder.property("outrider.rules.one.bulkhead.max-wait", "30s");
    rule(builder, "trial", "server:http,path:/app/error", "rate-limit.rate", "1/h");
    builder.property("outrider.rules.trial.rate-limit.burst", 1);
    builder.property("outrider.rules.trial.mode", "dry-run");
    rule(builder, "routed", "server:http,route:/app/orders/{id}", "rate-limit.rate", "2/h");
    builder.property("outrider.rules.routed.rate-limit.burst", 2);
    List<Path> classPath = new ArrayList<>();
    String folder = main.substring(main.indexOf('.') + 1).replaceAll("(Server)?Main", "");
    classPath.add(Libraries.target("drivers-" + folder.toLowerCase(Locale.ROOT)));
    for (String library : libraries) {
      classPath.addAll(Libraries.of(library));
    }
    classPath.addAll(Libraries.drivers(jdk));
    server = ServerProcess.ready(builder.classPath(classPath).start("io.outrider.smoke." + main));
  }

  private static void rule(
      AgentProcess.Builder builder, String rule, String match, String key, Object value) {
    builder.property("outrider.rules." + rule + ".match", match);
    builder.property("outrider.rules." + rule + "." + key, value);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.close();
      sink.close();
    }
  }

  private static String request(String path, String... headers) {
    return RawHttp.request("GET", path, headers) + "\r\n";
  }

  private void spend(String test) {
    for (int i = 0; i < 3; i++) {
      assertThat(RawHttp.get(server.port(), "/app/success", "X-Case: " + test).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aRefusalIsAnswered429AndTheConnectionGoesOn() {
    Parent parent = Parent.sampledOne();
    spend("plain");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(request("/app/success", "X-Case: plain", "traceparent: " + parent.header()));
      RawHttp.Answer refused = http.read();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsKey("retry-after");
      assertThat(refused.headers().get("content-type")).startsWith("application/problem+json");
      assertThat(refused.body()).contains("\"guard\":\"rate-limit\"", "\"rule\":\"thrice\"");
      http.write(request("/app/success", "X-Case: another"));
      assertThat(http.read().status()).isEqualTo(200);
    }
    SpanView span = sink.awaitTrace(parent.traceId(), 1).get(0);
    assertThat(span.attributes())
        .containsEntry("http.response.status_code", 429L)
        .containsEntry("outrider.guard.rule", "thrice")
        .containsEntry("outrider.guard.outcome", "reject");
  }

  @Test
  void anAnswerToHeadHasNoBody() {
    spend("head");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(RawHttp.request("HEAD", "/app/success", "X-Case: head") + "\r\n");
      http.write(request("/app/success", "X-Case: head"));
      assertThat(http.readHead().status()).isEqualTo(429);
      assertThat(http.read().body()).contains("\"guard\":\"rate-limit\"");
    }
  }

  @Test
  void aBodyThatNobodyReadDoesNotSpoilTheConnection() {
    spend("body");
    try (RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < 3; i++) {
        http.write(
            RawHttp.request("POST", "/app/success", "X-Case: body", "Content-Length: 100000")
                + "\r\n"
                + "x".repeat(100_000));
        assertThat(http.read().status()).isEqualTo(429);
      }
      http.write(request("/app/success", "X-Case: after"));
      assertThat(http.read().status()).isEqualTo(200);
    }
  }

  @Test
  void whoAsksBeforeItSendsABodyIsToldAtOnce() {
    spend("expect");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          RawHttp.request(
                  "POST",
                  "/app/success",
                  "X-Case: expect",
                  "Expect: 100-continue",
                  "Content-Length: 1000000")
              + "\r\n");
      RawHttp.Answer answer = http.readHead();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("connection", "close");
    }
  }

  @Test
  void whatIsRefusedWaitsForItsTurn() {
    Assumptions.assumeFalse(main.startsWith("webflux"), "its slow page is another one");
    spend("turn");
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(
          request("/app/stream")
              + request("/app/success", "X-Case: turn")
              + request("/app/success", "X-Case: turned")
              + request("/app/success", "X-Case: turn"));
      assertThat(http.read().body()).contains("piece2");
      assertThat(http.read().status()).isEqualTo(429);
      assertThat(http.read().body()).isEqualTo("success");
      assertThat(http.read().status()).isEqualTo(429);
    }
  }

  /** Which of two comes first is for the server's event loops to say. */
  @Test
  void whatWouldHaveToWaitIsRefusedAtOnce() {
    String path = main.startsWith("webflux") ? "/app/later/1" : "/app/later";
    await()
        .untilAsserted(
            () -> {
              try (RawHttp one = new RawHttp(server.port());
                  RawHttp other = new RawHttp(server.port())) {
                one.write(request(path));
                other.write(request(path));
                List<RawHttp.Answer> answers = List.of(one.read(), other.read());
                assertThat(answers).anySatisfy(a -> assertThat(a.status()).isEqualTo(200));
                assertThat(answers)
                    .anySatisfy(
                        a -> {
                          assertThat(a.status()).isEqualTo(503);
                          assertThat(a.body()).contains("\"rule\":\"one\"");
                        });
              }
            });
  }

  @Test
  void aClientThatLeavesGivesItsPlaceBack() {
    String path = main.startsWith("webflux") ? "/app/later/2" : "/app/later";
    for (int i = 0; i < 3; i++) {
      try (RawHttp http = new RawHttp(server.port())) {
        http.write(request(path));
        RawHttp.get(server.port(), "/app/success", "X-Case: leaving" + i);
      }
    }
    await()
        .untilAsserted(() -> assertThat(RawHttp.get(server.port(), path).status()).isEqualTo(200));
  }

  @Test
  void aDelayHoldsUpItsOwnConnectionOnly() {
    long begun = System.nanoTime();
    try (RawHttp slow = new RawHttp(server.port())) {
      slow.write(request("/app/query?a") + request("/app/success", "X-Case: behind"));
      // One event loop serves all connections, where the driver says so.
      for (int i = 0; i < 3; i++) {
        assertThat(RawHttp.get(server.port(), "/app/success", "X-Case: beside").status())
            .isEqualTo(200);
      }
      assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(700);
      assertThat(slow.read().body()).isEqualTo("a");
      assertThat(slow.read().body()).isEqualTo("success");
    }
    assertThat((System.nanoTime() - begun) / 1_000_000).isGreaterThanOrEqualTo(690);
  }

  @Test
  void aFaultAnswersInTheApplicationsPlaceAfterItsDelay() {
    long begun = System.nanoTime();
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(request("/app/headers") + request("/app/success", "X-Case: faulty"));
      assertThat(http.read().status()).isEqualTo(503);
      assertThat(http.read().status()).isEqualTo(200);
    }
    assertThat((System.nanoTime() - begun) / 1_000_000).isGreaterThanOrEqualTo(290);
  }

  @Test
  void aRuleThatIsOnlyTriedRefusesNothing() {
    Parent parent = Parent.sampledOne();
    for (int i = 0; i < 3; i++) {
      assertThat(
              RawHttp.get(server.port(), "/app/error", "traceparent: " + parent.header()).status())
          .isEqualTo(500);
    }
    assertThat(sink.awaitTrace(parent.traceId(), 3))
        .anySatisfy(
            span ->
                assertThat(span.attributes())
                    .containsEntry("outrider.guard.outcome", "would_reject"));
  }

  @Test
  void anExpiredRequestIsAnswered504() {
    RawHttp.Answer expired = RawHttp.get(server.port(), "/app/body", "X-Left: 0");
    assertThat(expired.status()).isEqualTo(504);
    assertThat(expired.body()).contains("\"status\":504", "\"rule\":\"late\"");
  }

  @Test
  void aRuleForARouteIsAskedBeforeItsHandlerRuns() {
    Assumptions.assumeTrue(main.startsWith("webflux"), "only Spring knows routes");
    Parent parent = Parent.sampledOne();
    for (int i = 0; i < 2; i++) {
      assertThat(RawHttp.get(server.port(), "/app/orders/" + i).body()).isEqualTo("order " + i);
    }
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(request("/app/orders/3", "traceparent: " + parent.header()));
      RawHttp.Answer refused = http.read();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsKey("retry-after");
      assertThat(refused.body()).contains("\"rule\":\"routed\"");
      http.write(request("/app/served"));
      assertThat(http.read().body()).isEqualTo("2");
    }
    SpanView span = sink.awaitTrace(parent.traceId(), 1).get(0);
    assertThat(span.attributes())
        .containsEntry("http.route", "/app/orders/{id}")
        .containsEntry("http.response.status_code", 429L)
        .containsEntry("outrider.guard.rule", "routed");
  }
}
