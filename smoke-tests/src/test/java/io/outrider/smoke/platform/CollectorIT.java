// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.AgentProcess.Ended;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.OtlpSink.Behaviour;
import io.outrider.smoke.harness.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the collector does, the application does not wait for it. */
final class CollectorIT {
  @ParameterizedTest
  @EnumSource(Behaviour.class)
  void theApplicationDoesNotWaitForTheCollector(Behaviour behaviour) {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer()) {
      sink.behave(behaviour);
      try (DriverProcess child =
          AgentProcess.with(Jdk.ours()).exportingTo(sink).drive("HttpUrlConnectionDriver")) {
        assertCallsAndEnds(child, server);
      }
      assertThat(sink.requests()).isPositive();
    }
  }

  @Test
  void theApplicationDoesNotMissTheCollector() {
    try (TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(Jdk.ours())
                .property("otel.exporter.otlp.endpoint", "http://localhost:9")
                .property("otel.bsp.schedule.delay", "50")
                .drive("HttpUrlConnectionDriver")) {
      assertCallsAndEnds(child, server);
    }
  }

  private static void assertCallsAndEnds(DriverProcess child, TestServer server) {
    child.perform(call(server));
    long before = System.nanoTime();
    for (int i = 0; i < 30; i++) {
      assertThat(child.perform(call(server)).get("status")).isEqualTo("200");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    long end = System.nanoTime();
    Ended ended = child.process().finish();
    assertThat(ended.code()).isZero();
    // Two seconds are allowed for the last batch, the rest is the JVM's own.
    assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(5));
    assertThat(ended.stderr()).allSatisfy(line -> assertThat(line).startsWith("[outrider]"));
    assertThat(ended.stderr().size()).isLessThan(10);
  }

  @Test
  void spansThatTheCollectorRefusedForAWhileArriveLater() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(Jdk.ours()).exportingTo(sink).drive("HttpUrlConnectionDriver")) {
      sink.behave(Behaviour.UNAVAILABLE);
      child.perform(call(server));
      org.awaitility.Awaitility.await().until(() -> sink.requests() > 0);
      sink.behave(Behaviour.ACCEPT);
      sink.awaitSpan(span -> span.client());
    }
  }

  @Test
  void whatIsSentIsCompressedAndCarriesTheHeadersThatAreAskedFor() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(Jdk.ours())
                .exportingTo(sink)
                .property("otel.exporter.otlp.compression", "gzip")
                .property(
                    "otel.exporter.otlp.headers", "authorization=Bearer%20token,x-tenant=shop")
                .drive("HttpUrlConnectionDriver")) {
      child.perform(call(server));
      sink.awaitSpan(span -> span.client());
      Map<String, List<String>> headers = sink.headers().get(0);
      assertThat(headers)
          .containsEntry("content-encoding", List.of("gzip"))
          .containsEntry("content-type", List.of("application/x-protobuf"))
          .containsEntry("authorization", List.of("Bearer token"))
          .containsEntry("x-tenant", List.of("shop"));
    }
  }

  @Test
  void metricsOfTheJvmAreSent() {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(Jdk.ours()).exportingTo(sink).drive("HttpUrlConnectionDriver")) {
      child.perform(call(server));
      for (String name :
          List.of(
              "jvm.memory.used",
              "jvm.memory.committed",
              "jvm.thread.count",
              "jvm.class.loaded",
              "jvm.class.count",
              "jvm.cpu.time",
              "jvm.cpu.count")) {
        assertThat(sink.awaitMetric(name, metric -> true).unit()).as(name).isNotEmpty();
      }
    }
  }

  private static Order call(TestServer server) {
    return new Order().with("driver", "HttpURLConnection").with("url", server.url() + "/success");
  }
}
