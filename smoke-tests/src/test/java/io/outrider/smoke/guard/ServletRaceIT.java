// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.harness.SpanView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Asynchronous requests that complete, time out and lose their client at the same moment. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServletRaceIT {
  @Parameter(0)
  private String container;

  @Parameter(1)
  private int version;

  private ExecutorService clients;
  private OtlpSink sink;
  private ServerProcess server;

  static Stream<Arguments> servers() {
    return Stream.of(Arguments.of("tomcat-10.1", 17), Arguments.of("jetty-12", 25));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    clients = Executors.newCachedThreadPool();
    sink = new OtlpSink();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    builder.property("otel.bsp.max.queue.size", 20_000);
    String races = "server:http,path:/app/async/**";
    rule(builder, "places", races, "bulkhead.max-concurrent", "1000");
    rule(builder, "adaptive", races, "concurrency.limit", "gradient2");
    builder.property("outrider.rules.adaptive.concurrency.initial", "1000");
    builder.property("outrider.rules.adaptive.concurrency.min", "1000");
    builder.property("outrider.rules.adaptive.concurrency.max", "1000");
    rule(builder, "busy", races, "shed.cpu", "100");
    rule(builder, "crowded", races, "degrade.when", "in-flight > 1000");
    rule(builder, "once", "server:http,path:/app/filtered/*", "rate-limit.rate", "1/h");
    server =
        ServerProcess.ready(
            builder
                .classPath(
                    Libraries.join(
                        List.of(Libraries.target("webapp-jakarta")),
                        Libraries.drivers(jdk),
                        Libraries.of(container)))
                .start(
                    "io.outrider.smoke.webapp.ContainerMain",
                    container.substring(0, container.indexOf('-')),
                    "org.eclipse.jetty.ee10.servlet"));
  }

  private static void rule(
      AgentProcess.Builder builder, String name, String match, String key, String value) {
    builder.property("outrider.rules." + name + ".match", match);
    builder.property("outrider.rules." + name + "." + key, value);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.close();
      sink.close();
      clients.shutdownNow();
    }
  }

  /**
   * Tomcat looks for requests that are over time once a second, so the races are spread over it.
   */
  @Test
  @Tag("lesson-13")
  @Tag("defect-11")
  void everyRequestEndsOnceAndEveryPermitComesBack() throws Exception {
    int requests = 300;
    Random random = new Random(7);
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      int complete = random.nextInt(1_500);
      int timeout = 1 + (i % 2 == 0 ? complete : random.nextInt(1_000));
      boolean leaves = i % 5 == 4;
      String target = "/app/async/race?timeout=" + timeout + "&complete=" + complete;
      calls.add(CompletableFuture.runAsync(() -> get(target, leaves), clients));
    }
    for (CompletableFuture<Void> call : calls) {
      call.get(30, TimeUnit.SECONDS);
    }
    Predicate<SpanView> races = span -> "/app/async/race".equals(span.attribute("url.path"));
    Awaitility.await("a span for each request")
        .atMost(Duration.ofSeconds(20))
        .until(() -> sink.spans(races).size() >= requests);
    GuardReadings.awaitNothingInUse(sink, 4);
    assertThat(sink.spans(races)).hasSize(requests);
  }

  private void get(String target, boolean leaves) {
    try (RawHttp http = new RawHttp(server.port())) {
      http.write(RawHttp.request("GET", target) + "\r\n");
      if (!leaves) {
        assertThat(http.read().status()).isIn(200, 500, 503);
      }
    }
  }

  /** Filters had done their work before the guard was asked, and the answer's body came first. */
  @Test
  @Tag("defect-12")
  void aRefusedRequestReachesNoFilterAndItsAnswerIsWhole() {
    RawHttp.Answer first = RawHttp.get(server.port(), "/app/filtered/x");
    assertThat(first.headers()).containsEntry("x-filter", "passed");
    RawHttp.Answer refused = RawHttp.get(server.port(), "/app/filtered/x");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers())
        .doesNotContainKey("x-filter")
        .containsKey("retry-after")
        .containsEntry("cache-control", "no-store");
    assertThat(refused.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(refused.body()).contains("\"guard\":\"rate-limit\"", "\"rule\":\"once\"");
  }
}
