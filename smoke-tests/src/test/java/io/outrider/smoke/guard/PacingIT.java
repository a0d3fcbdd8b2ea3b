// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP clients that wait for their turn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PacingIT {
  private static final int CALLS = 8;

  private final TestServer paced = new TestServer();
  private final TestServer hourly = new TestServer();
  private final TestServer free = new TestServer();
  private DriverProcess child;

  @BeforeAll
  void start() {
    AgentProcess.Builder builder = AgentProcess.with(Jdk.ours());
    builder.property("otel.traces.exporter", "none").property("otel.metrics.exporter", "none");
    rule(builder, "paced", paced, "4/s", "1m");
    rule(builder, "hourly", hourly, "1/h", "10m");
    child = builder.drive("JdkHttpClientDriver", "HttpUrlConnectionDriver");
  }

  private static void rule(
      AgentProcess.Builder builder, String name, TestServer server, String rate, String maxWait) {
    String prefix = "outrider.rules." + name + '.';
    builder
        .property(prefix + "match", "client:http,port:" + server.port())
        .property(prefix + "rate-limit.rate", rate)
        .property(prefix + "rate-limit.max-wait", maxWait);
  }

  @AfterAll
  void stop() {
    if (child != null) {
      child.close();
    }
    paced.close();
    hourly.close();
    free.close();
  }

  private Order get(String driver, TestServer server, String mode) {
    return child.perform(
        new Order()
            .with("driver", driver)
            .with("mode", mode)
            .with("url", server.url() + "/success?" + driver));
  }

  private long timed(String driver, TestServer server) {
    long begun = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      assertThat(get(driver, server, "sync").get("status")).isEqualTo("200");
    }
    return System.nanoTime() - begun;
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.net.http", "HttpURLConnection"})
  void callsToOnePeerAreSpreadAndTheOthersAreNot(String driver) {
    get(driver, free, "sync");
    long unhurried = timed(driver, paced);
    long hurried = timed(driver, free);
    assertThat(unhurried).as("seven turns of a quarter of a second").isGreaterThan(hurried);
    assertThat(paced.requests(driver)).hasSize(CALLS);
  }

  @Test
  void aFutureDoesNotWaitForAnHour() {
    assertThat(get("java.net.http", hourly, "async").get("status")).isEqualTo("200");
    Order refused = get("java.net.http", hourly, "async");
    assertThat(refused.get("types"))
        .contains("java.net.ConnectException")
        .contains("io.outrider.agent.guard.GuardRejection");
    assertThat(hourly.requests("")).hasSize(1);
  }
}
