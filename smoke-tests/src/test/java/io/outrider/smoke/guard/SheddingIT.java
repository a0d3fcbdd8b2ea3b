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
import io.outrider.smoke.harness.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is switched off, how much requests matter, and what a busy process refuses. */
final class SheddingIT {
  private OtlpSink sink;

  @BeforeEach
  void listen() {
    sink = new OtlpSink();
  }

  @AfterEach
  void stopListening() {
    sink.close();
  }

  private static void rule(AgentProcess.Builder builder, String name, String... values) {
    for (int i = 0; i < values.length; i += 2) {
      builder.property("outrider.rules." + name + "." + values[i], values[i + 1]);
    }
  }

  private static ServerProcess start(AgentProcess.Builder builder, Jdk jdk, String container) {
    if (container.equals("jdk")) {
      builder.classPath(Libraries.drivers(jdk));
      return ServerProcess.ready(builder.start("io.outrider.smoke.driver.JdkHttpServerMain"));
    }
    builder.classPath(
        Libraries.join(
            List.of(Libraries.target(container.equals("11.0") ? "webapp-jakarta" : "webapp-javax")),
            Libraries.drivers(jdk),
            Libraries.of("tomcat-" + container)));
    return ServerProcess.ready(builder.start("io.outrider.smoke.webapp.ContainerMain", "tomcat"));
  }

  private static HttpResponse<String> send(HttpClient client, int port, String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private MetricView decisions(String rule, String outcome) {
    return sink.awaitMetric(
        "outrider.guard.decisions",
        m ->
            rule.equals(m.attribute("outrider.guard.rule"))
                && outcome.equals(m.attribute("outrider.guard.outcome")));
  }

  @ParameterizedTest
  @CsvSource({"jdk,17", "9.0,17", "11.0,25"})
  void whatIsSwitchedOffByHandIsAnsweredAsTheRuleSays(String container, int version)
      throws Exception {
    Jdk jdk = Jdk.require(version);
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(
        builder,
        "menu",
        "match",
        "server:http,path:/app/query",
        "degrade.when",
        "always",
        "degrade.status",
        "200",
        "degrade.headers",
        "X-Degraded=yes, Content-Type=application/x-menu",
        "degrade.body",
        "no menu today");
    rule(
        builder,
        "none",
        "match",
        "server:http,path:/app/headers",
        "degrade.when",
        "always",
        "degrade.status",
        "204");
    rule(
        builder,
        "plain",
        "match",
        "server:http,path:/app/body",
        "degrade.when",
        "in-flight > 0, cpu > 99%");
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (ServerProcess server = start(builder, jdk, container)) {
      int port = server.port();
      for (int i = 0; i < 2; i++) {
        // Twice on one connection: an answer that is too long or too short would spoil the next.
        HttpResponse<String> menu = send(client, port, "GET", "/app/query?a=b");
        assertThat(menu.statusCode()).isEqualTo(200);
        assertThat(menu.body()).isEqualTo("no menu today");
        assertThat(menu.headers().allValues("content-type"))
            .singleElement()
            .asString()
            .startsWith("application/x-menu");
        assertThat(menu.headers().firstValue("x-degraded")).contains("yes");
        assertThat(menu.headers().firstValue("cache-control")).contains("no-store");
        assertThat(menu.headers().firstValue("content-length")).contains("13");
        HttpResponse<String> head = send(client, port, "HEAD", "/app/query");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("x-degraded")).contains("yes");
        HttpResponse<String> none = send(client, port, "GET", "/app/headers");
        assertThat(none.statusCode()).isEqualTo(204);
        assertThat(none.body()).isEmpty();
        HttpResponse<String> plain = send(client, port, "GET", "/app/body");
        assertThat(plain.statusCode()).isEqualTo(503);
        assertThat(plain.headers().firstValue("content-type"))
            .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(plain.headers().firstValue("retry-after")).isPresent();
        assertThat(plain.body()).contains("\"guard\":\"degrade\"", "\"rule\":\"plain\"");
        assertThat(send(client, port, "GET", "/app/success").body()).isEqualTo("success");
      }
      assertThat(decisions("menu", "reject").attribute("outrider.guard.type")).isEqualTo("degrade");
      assertQuiet(server);
    }
  }

  @Test
  void aRouteIsSwitchedOffWhereItsFrameworkHasFoundIt() {
    Jdk jdk = Jdk.require(17);
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "level", "match", "server:http", "criticality.header", "X-Priority");
    rule(
        builder,
        "orders",
        "match",
        "server:http,route:/app/mvc/orders/*",
        "degrade.when",
        "always",
        "degrade.below",
        "critical",
        "degrade.status",
        "429",
        "degrade.body",
        "later");
    builder.classPath(
        Libraries.join(
            List.of(Libraries.target("webapp-jakarta")),
            Libraries.drivers(jdk),
            Libraries.of("tomcat-10.1"),
            Libraries.of("spring-webmvc-6.2")));
    try (ServerProcess server =
        ServerProcess.ready(builder.start("io.outrider.smoke.webapp.ContainerMain", "tomcat"))) {
      RawHttp.Answer off =
          RawHttp.get(server.port(), "/app/mvc/orders/17", "X-Priority: sheddable");
      assertThat(off.status()).isEqualTo(429);
      assertThat(off.body()).isEqualTo("later");
      assertThat(off.headers()).containsKey("retry-after");
      assertThat(RawHttp.get(server.port(), "/app/mvc/orders/17").body()).isEqualTo("order 17");
      assertThat(RawHttp.get(server.port(), "/app/mvc/callable/17", "X-Priority: sheddable").body())
          .isEqualTo("called 17");
      assertQuiet(server);
    }
  }

  /** The containers have their say there, too, and each rule a line for its first refusal. */
  private static void assertQuiet(ServerProcess server) {
    assertThat(server.process().stderr())
        .noneMatch(line -> line.startsWith("[outrider]") && !line.contains(" has refused "));
  }

  private static String via(ServerProcess edge, ServerProcess inner) {
    return "/app/success?next="
        + URLEncoder.encode(
            "http://localhost:" + inner.port() + "/app/success", StandardCharsets.UTF_8);
  }

  private static AgentProcess.Builder edge(Jdk jdk, OtlpSink sink) {
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(
        builder,
        "edge",
        "match",
        "server:http",
        "criticality.header",
        "X-Priority",
        "criticality.from-baggage",
        "false");
    return builder;
  }

  @Test
  void whatTheEdgeSaysOfARequestDecidesInTheServiceBehindIt() {
    Jdk jdk = Jdk.require(17);
    AgentProcess.Builder inner = AgentProcess.with(jdk).exportingTo(sink);
    rule(
        inner,
        "inner",
        "match",
        "server:http",
        "degrade.when",
        "always",
        "degrade.below",
        "critical");
    try (ServerProcess behind = start(inner, jdk, "jdk");
        ServerProcess edge = start(edge(jdk, sink), jdk, "9.0")) {
      String chain = via(edge, behind);
      assertThat(RawHttp.get(edge.port(), chain).status()).isEqualTo(200);
      assertThat(RawHttp.get(edge.port(), chain, "X-Priority: critical-plus").status())
          .isEqualTo(200);
      assertThat(RawHttp.get(edge.port(), chain, "X-Priority: sheddable-plus").status())
          .as("the edge fails when the service behind it does")
          .isEqualTo(500);
      assertThat(
              RawHttp.get(edge.port(), chain, "baggage: outrider.criticality=sheddable").status())
          .as("the edge believes nobody")
          .isEqualTo(200);

      assertThat(
              RawHttp.get(behind.port(), "/app/success", "baggage: outrider.criticality=sheddable")
                  .status())
          .as("inside, baggage counts even without a rule")
          .isEqualTo(503);
      assertThat(RawHttp.get(behind.port(), "/app/success").status()).isEqualTo(200);
      assertQuiet(edge);
      assertQuiet(behind);
    }
  }

  @Test
  void theLevelTravelsInBaggageBesideWhatIsThere() {
    Jdk jdk = Jdk.require(17);
    try (TestServer next = new TestServer();
        ServerProcess edge = start(edge(jdk, sink), jdk, "jdk")) {
      String path = "/success?id=4711";
      RawHttp.get(
          edge.port(),
          "/app/success?next=" + URLEncoder.encode(next.url() + path, StandardCharsets.UTF_8),
          "X-Priority: Sheddable",
          "baggage: a=b,outrider.criticality=critical-plus");
      assertThat(next.awaitRequest(path).header("baggage").split(","))
          .containsExactlyInAnyOrder("a=b", "outrider.criticality=sheddable");
    }
  }

  @Test
  void aBusyProcessRefusesWhatMattersLeast() throws Exception {
    Jdk jdk = Jdk.require(17);
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    // A low threshold: how much CPU the child gets depends on what else this machine does.
    rule(
        builder,
        "api",
        "match",
        "server:http,path:/work",
        "shed.cpu",
        "15%",
        "criticality.header",
        "X-Priority");
    builder.classPath(Libraries.drivers(jdk));
    try (ServerProcess server =
        ServerProcess.ready(builder.start("io.outrider.smoke.driver.BusyServerMain"))) {
      assertThat(RawHttp.get(server.port(), "/spin?threads=4").status()).isEqualTo(200);
      // One by one, so that what is finished in a second is what one at a time can do.
      await(() -> work(server, "critical") == 200 && work(server, "sheddable") == 503);

      AtomicInteger critical = new AtomicInteger();
      AtomicInteger sheddable = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(3);
      threads.execute(() -> count(server, "critical", 50, critical));
      threads.execute(() -> count(server, "sheddable", 50, sheddable));
      threads.execute(() -> count(server, "sheddable", 50, sheddable));
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(critical.get()).isGreaterThan(2 * sheddable.get()).isGreaterThanOrEqualTo(25);

      RawHttp.Answer refused = RawHttp.get(server.port(), "/work", "X-Priority: sheddable");
      if (refused.status() == 503) {
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(refused.body()).contains("\"guard\":\"shed\"", "\"rule\":\"api\"");
      }
      assertThat(decisions("api", "reject").attribute("outrider.guard.type")).isEqualTo("shed");

      RawHttp.get(server.port(), "/spin?threads=0");
      await(() -> work(server, "sheddable") == 200);
      assertQuiet(server);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }

  private static int work(ServerProcess server, String level) {
    return RawHttp.get(server.port(), "/work", "X-Priority: " + level).status();
  }

  private static void count(ServerProcess server, String level, int times, AtomicInteger served) {
    for (int i = 0; i < times; i++) {
      if (work(server, level) == 200) {
        served.incrementAndGet();
      }
    }
  }
}
