// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.harness.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines from server to client to server: the JDK's own server, and a servlet container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeadlineIT {
  private static final String HEADER = "x-envoy-expected-rq-timeout-ms";
  private static final int LIMIT = 20_000;
  private static final int MARGIN = 2_000;
  private static final AtomicInteger IDS = new AtomicInteger();

  private final TestServer last = new TestServer();
  private OtlpSink sink;
  private ServerProcess plain;
  private ServerProcess servlets;
  private DriverProcess clients;

  @BeforeAll
  void start() {
    sink = new OtlpSink();
    plain =
        ServerProcess.ready(
            under(Jdk.ours())
                .classPath(Libraries.drivers(Jdk.ours()))
                .start("io.outrider.smoke.driver.JdkHttpServerMain"));
    Jdk jdk = Jdk.require(17);
    List<Path> classPath = new ArrayList<>();
    classPath.add(Libraries.target("webapp-jakarta"));
    classPath.addAll(Libraries.drivers(jdk));
    classPath.addAll(Libraries.of("tomcat-11.0"));
    servlets =
        ServerProcess.ready(
            under(jdk)
                .classPath(classPath)
                .start("io.outrider.smoke.webapp.ContainerMain", "tomcat"));
    clients =
        under(Jdk.ours())
            .classPath(
                Libraries.join(
                    Libraries.drivers(Jdk.ours()),
                    List.of(Libraries.target("drivers-okhttp")),
                    Libraries.of("okhttp-new")))
            .drive("HttpUrlConnectionDriver", "JdkHttpClientDriver", "OkHttpDriver");
  }

  private AgentProcess.Builder under(Jdk jdk) {
    return AgentProcess.with(jdk)
        .exportingTo(sink)
        .property("outrider.rules.edge.match", "server:http")
        .property("outrider.rules.edge.deadline.request", LIMIT + "ms")
        .property("outrider.rules.edge.deadline.margin", MARGIN + "ms");
  }

  @AfterAll
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {plain, servlets, clients, last, sink}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String id() {
    return "id=deadline" + IDS.incrementAndGet() + "x";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private ServerProcess server(String name) {
    return name.equals("plain") ? plain : servlets;
  }

  private String leadingTo(String path, String id) {
    return path + "?next=" + encode(last.url() + "/success?" + id);
  }

  private int left(String id) {
    return Integer.parseInt(last.awaitRequest(id).header(HEADER));
  }

  @ParameterizedTest
  @CsvSource({"plain,/app/success", "servlets,/app/success", "servlets,/app/async/complete"})
  void whatIsLeftArrivesWhereARequestGoesOn(String server, String path) {
    String id = id();
    assertThat(RawHttp.get(server(server).port(), leadingTo(path, id)).status()).isEqualTo(200);
    int elapsed = path.contains("async") ? 190 : 0;
    assertThat(left(id)).isBetween(1, LIMIT - MARGIN - elapsed);
  }

  @ParameterizedTest
  @ValueSource(strings = {HEADER + ": 9000", "grpc-timeout: 9S", "Grpc-Timeout: 9000m"})
  void aCallerMayHaveLessPatience(String header) {
    String id = id();
    RawHttp.get(plain.port(), leadingTo("/app/success", id), header);
    assertThat(left(id)).isBetween(1, 9_000 - MARGIN);
  }

  @Test
  void itShrinksFromServiceToService() {
    String id = id();
    String second = "http://127.0.0.1:" + servlets.port() + leadingTo("/app/async/complete", id);
    RawHttp.get(plain.port(), "/app/success?next=" + encode(second), HEADER + ": 10000");
    assertThat(left(id)).isBetween(1, 10_000 - 2 * MARGIN - 190);
  }

  @ParameterizedTest
  @CsvSource({
    "plain,/app/success,0",
    "plain,/app/success,-5",
    "servlets,/app/success,0",
    "servlets,/app/async/complete,0"
  })
  void whatHasExpiredOnArrivalIsAnsweredAndNoWorkIsDone(String server, String path, String ms) {
    String id = id();
    RawHttp.Answer answer =
        RawHttp.get(server(server).port(), leadingTo(path, id), HEADER + ": " + ms);
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/problem+json")
        .doesNotContainKey("retry-after");
    assertThat(answer.body()).contains("\"guard\":\"deadline\"").contains("\"rule\":\"edge\"");
    assertThat(last.requests(id)).isEmpty();
    MetricView decisions =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "edge".equals(m.attribute("outrider.guard.rule"))
                    && "reject".equals(m.attribute("outrider.guard.outcome")));
    assertThat(decisions.value()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "1.5", ""})
  void whatIsNoNumberIsNoDeadline(String value) {
    String id = id();
    RawHttp.Answer answer =
        RawHttp.get(plain.port(), leadingTo("/app/success", id), HEADER + ": " + value);
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "HttpURLConnection,sync",
    "java.net.http,sync",
    "java.net.http,async",
    "OkHttp,sync",
    "OkHttp,async"
  })
  void aCallThatComesTooLateIsNotMade(String driver, String mode) {
    String id = id();
    Order order =
        new Order()
            .with("driver", driver)
            .with("mode", mode)
            .with("url", last.url() + "/success?" + id);
    Order answer = clients.performIn(Parent.sampledOne(), order, HEADER, "1900");
    assertThat(answer.get("types"))
        .contains("java.net.ConnectException")
        .contains("io.outrider.agent.guard.GuardRejection");
    assertThat(answer.get("message")).contains("edge").contains("deadline");
    assertThat(last.requests(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HttpURLConnection,sync",
    "java.net.http,sync",
    "java.net.http,async",
    "OkHttp,sync",
    "OkHttp,async"
  })
  void aCallEndsWhenItsCallerGivesUp(String driver, String mode) {
    String id = id();
    Order order =
        new Order()
            .with("driver", driver)
            .with("mode", mode)
            .with("url", last.url() + "/hang?" + id);
    // What it calls never answers: that there is an outcome at all shows that the call was ended.
    Order answer = clients.performIn(Parent.sampledOne(), order, HEADER, "5500");
    assertThat(answer.get("types")).contains("Timeout").doesNotContain("io.outrider");
  }

  @Test
  void aHeaderOfTheApplicationStaysUnlessItPromisesTooMuch() {
    assertThat(sent("70")).isEqualTo("70");
    assertThat(Integer.parseInt(sent("90000"))).isLessThanOrEqualTo(LIMIT - MARGIN);
  }

  private String sent(String own) {
    String id = id();
    Order order =
        new Order()
            .with("driver", "HttpURLConnection")
            .with("header." + HEADER, own)
            .with("url", last.url() + "/success?" + id);
    clients.performIn(Parent.sampledOne(), order);
    return last.awaitRequest(id).header(HEADER);
  }
}
