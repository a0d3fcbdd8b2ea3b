// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bulkheads of HTTP servers. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BulkheadIT {
  @Parameter(0)
  private String name;

  @Parameter(1)
  private int version;

  private ExecutorService clients;
  private OtlpSink sink;
  private ServerProcess server;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("jdk", 17),
        Arguments.of("jdk virtual", 25),
        Arguments.of("tomcat-10.1", 17),
        Arguments.of("jetty-12", 25));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    Jdk jdk = Jdk.require(version);
    clients = Executors.newCachedThreadPool();
    sink = new OtlpSink();
    AgentProcess.Builder builder = AgentProcess.with(jdk).exportingTo(sink);
    rule(builder, "spike", "/app/success", 1, 2);
    rule(builder, "crowd", "/app/query", 3, 2_000);
    rule(builder, "later", "/app/async/*", 1, 0);
    List<Path> classPath = new ArrayList<>();
    if (name.startsWith("jdk")) {
      classPath.addAll(Libraries.drivers(jdk));
      builder.classPath(classPath);
      String mode = name.endsWith("virtual") ? "virtual" : "platform";
      server =
          ServerProcess.ready(builder.start("io.outrider.smoke.driver.JdkHttpServerMain", mode));
    } else {
      classPath.add(Libraries.target("webapp-jakarta"));
      classPath.addAll(Libraries.drivers(jdk));
      classPath.addAll(Libraries.of(name));
      builder.classPath(classPath);
      server =
          ServerProcess.ready(
              builder.start(
                  "io.outrider.smoke.webapp.ContainerMain",
                  name.substring(0, name.indexOf('-')),
                  "org.eclipse.jetty.ee10.servlet"));
    }
  }

  private static void rule(
      AgentProcess.Builder builder, String rule, String path, int places, int queue) {
    String prefix = "outrider.rules." + rule + '.';
    builder.property(prefix + "match", "server:http,path:" + path);
    builder.property(prefix + "bulkhead.max-concurrent", places);
    if (queue > 0) {
      builder.property(prefix + "bulkhead.max-queue", queue);
      builder.property(prefix + "bulkhead.max-wait", "30s");
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.close();
      sink.close();
    }
    if (clients != null) {
      clients.shutdownNow();
    }
  }

  private CompletableFuture<RawHttp.Answer> get(String path) {
    return CompletableFuture.supplyAsync(() -> RawHttp.get(server.port(), path), clients);
  }

  private CompletableFuture<RawHttp.Answer> through(Gate gate, String path, String name) {
    return get(path + "?next=" + URLEncoder.encode(gate.url(name), StandardCharsets.UTF_8));
  }

  private static RawHttp.Answer answer(CompletableFuture<RawHttp.Answer> call) throws Exception {
    return call.get(40, TimeUnit.SECONDS);
  }

  @Test
  @Tag("defect-12")
  void aSpikeIsQueuedAndServedNewestFirstAndTheRestIsRefused() throws Exception {
    try (Gate gate = new Gate()) {
      CompletableFuture<RawHttp.Answer> first = through(gate, "/app/success", "first");
      gate.awaitArrived(1);
      CompletableFuture<RawHttp.Answer> second = through(gate, "/app/success", "second");
      pause(second);
      CompletableFuture<RawHttp.Answer> third = through(gate, "/app/success", "third");
      pause(third);
      RawHttp.Answer refused = answer(through(gate, "/app/success", "fourth"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 10);
      assertThat(refused.headers().get("content-type")).startsWith("application/problem+json");
      assertThat(refused.body())
          .contains("\"status\":503", "\"guard\":\"bulkhead\"", "\"rule\":\"spike\"");
      gate.letGo(3);
      for (CompletableFuture<RawHttp.Answer> call : List.of(first, second, third)) {
        assertThat(answer(call).status()).isEqualTo(200);
      }
      assertThat(gate.arrived()).containsExactly("first", "third", "second");
      assertThat(gate.most()).isEqualTo(1);
    }
  }

  /** Long enough for a request to have come in and to be waiting. */
  private static void pause(CompletableFuture<?> call) {
    Awaitility.await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !call.isDone());
  }

  @Test
  void aCrowdWaitsAndAllAreServed() throws Exception {
    int crowd = name.endsWith("virtual") ? 1_000 : 100;
    try (Gate gate = new Gate()) {
      gate.letGo(crowd);
      List<CompletableFuture<RawHttp.Answer>> calls = new ArrayList<>();
      for (int i = 0; i < crowd; i++) {
        calls.add(through(gate, "/app/query", "c" + i));
      }
      int served = 0;
      for (CompletableFuture<RawHttp.Answer> call : calls) {
        RawHttp.Answer answer = answer(call);
        // Those who starve while newer ones keep coming are told so early.
        assertThat(answer.status()).isIn(200, 503);
        served += answer.status() == 200 ? 1 : 0;
      }
      assertThat(served).isEqualTo(gate.arrived().size()).isGreaterThan(crowd / 4);
      assertThat(gate.most()).isBetween(1, 3);
      // And nobody holds a place that is gone.
      gate.letGo(3);
      assertThat(answer(through(gate, "/app/query", "after")).status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("defect-11")
  @Tag("lesson-13")
  void anAsynchronousAnswerKeepsItsPlaceToItsEnd() throws Exception {
    Assumptions.assumeFalse(name.startsWith("jdk"), "servlets only");
    for (String path :
        List.of("complete", "error", "timeout", "dispatch", "dispatched-exception")) {
      CompletableFuture<RawHttp.Answer> first;
      RawHttp.Answer second;
      try (Gate gate = new Gate()) {
        if (path.equals("timeout")) {
          first = get("/app/async/timeout");
          pauseFor(150);
        } else {
          first = through(gate, "/app/async/" + path, path);
          gate.awaitArrived(1);
        }
        second = answer(get("/app/async/immediate"));
        gate.letGo(1);
        answer(first);
      }
      assertThat(second.status()).as(path + " has not ended").isEqualTo(503);
      Awaitility.await(path + " gives its place back")
          .atMost(Duration.ofSeconds(10))
          .until(() -> answer(get("/app/async/immediate")).status() == 200);
    }
  }

  private static void pauseFor(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - end > 0);
  }
}
