// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, limits of ours, limits and cancels of the application race for the end of a call. */
@Tag("lesson-13")
final class FutureRaceIT {
  private static final int TIMES = 300;

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void everyFutureEndsOnceAndEveryPermitComesBack(int version) {
    Jdk jdk = Jdk.require(version);
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child = start(jdk, sink, server)) {
      for (String path : new String[] {"/success", "/status/200", "/status/503"}) {
        Order answer =
            child.perform(
                new Order()
                    .with("driver", "future-race")
                    .with("url", server.url() + path)
                    .with("times", TIMES));
        assertThat(answer.get("all")).as("%s", answer).isEqualTo("true");
        assertThat(answer.get("twice")).as("%s", answer).isEqualTo("0");
      }
      GuardReadings.awaitNothingInUse(sink, 2);
      // One span for each call, or attempt of one.
      Awaitility.await("spans")
          .atMost(Duration.ofSeconds(15))
          .until(() -> sink.spans(SpanView::client).size() >= TIMES * 3);
      assertThat(sink.spans(SpanView::client).stream().map(SpanView::spanId))
          .doesNotHaveDuplicates();
      Order after =
          child.perform(
              new Order()
                  .with("driver", "java.net.http")
                  .with("url", server.url() + "/success?after"));
      assertThat(after.get("status")).isEqualTo("200");
    }
  }

  private static DriverProcess start(Jdk jdk, OtlpSink sink, TestServer server) {
    AgentProcess.Builder builder =
        AgentProcess.with(jdk).exportingTo(sink).property("otel.bsp.max.queue.size", 20_000);
    String peer = "client:http,port:" + server.port();
    rule(builder, "places", peer, "bulkhead.max-concurrent", "500");
    rule(builder, "adaptive", peer, "concurrency.limit", "aimd");
    builder.property("outrider.rules.adaptive.concurrency.initial", "200");
    builder.property("outrider.rules.adaptive.concurrency.min", "100");
    rule(builder, "flaky", peer, "circuit-breaker.window", "5000 calls");
    builder.property("outrider.rules.flaky.circuit-breaker.minimum-calls", "5000");
    rule(builder, "paced", peer, "rate-limit.rate", "100000/s");
    rule(builder, "short", peer + ",path:/status/200", "timeout.request", "2ms");
    rule(builder, "again", peer + ",path:/status/503", "retry.backoff", "1ms");
    builder.property("outrider.rules.again.retry.budget", "100");
    return builder.drive("FutureRaceDriver", "JdkHttpClientDriver");
  }

  private static void rule(
      AgentProcess.Builder builder, String name, String match, String key, String value) {
    builder.property("outrider.rules." + name + ".match", match);
    builder.property("outrider.rules." + name + "." + key, value);
  }
}
