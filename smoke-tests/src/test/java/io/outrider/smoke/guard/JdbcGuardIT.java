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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Timeouts and circuit breakers of JDBC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcGuardIT {
  private final AtomicInteger accepted = new AtomicInteger();
  private OtlpSink sink;
  private ServerSocket broken;
  private DriverProcess child;

  @BeforeAll
  void start() throws IOException {
    sink = new OtlpSink();
    broken = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread hangingUp = new Thread(this::hangUp, "broken database");
    hangingUp.setDaemon(true);
    hangingUp.start();
    child =
        AgentProcess.with(Jdk.ours())
            .exportingTo(sink)
            .property("outrider.rules.broken.match", "client:jdbc,port:" + broken.getLocalPort())
            .property("outrider.rules.broken.circuit-breaker.window", "3 calls")
            .property("outrider.rules.broken.circuit-breaker.minimum-calls", 3)
            .property("outrider.rules.broken.circuit-breaker.wait-open", "1m")
            .property("outrider.rules.endless.match", "client:jdbc,database:endless")
            .property("outrider.rules.endless.timeout.query", "1s")
            .classPath(
                Libraries.join(
                    Libraries.drivers(Jdk.ours()),
                    Libraries.of("h2-2"),
                    Libraries.of("postgresql-new")))
            .drive("JdbcDriver");
  }

  @AfterAll
  void stop() throws IOException {
    if (child != null) {
      child.close();
    }
    broken.close();
    sink.close();
  }

  @Test
  void aBreakerRefusesBeforeAConnectionIsOpened() {
    Order connect =
        new Order()
            .with("driver", "jdbc")
            .with("action", "connect")
            .with(
                "url",
                "jdbc:postgresql://127.0.0.1:" + broken.getLocalPort() + "/test?sslmode=disable")
            .with("user", "test")
            .with("password", "test");
    for (int i = 0; i < 3; i++) {
      assertThat(child.perform(connect).get("thrown")).contains("PSQLException");
    }
    int before = accepted.get();
    Order refused = child.perform(connect);
    assertThat(refused.get("types"))
        .contains("java.sql.SQLTransientConnectionException")
        .contains("io.outrider.agent.guard.GuardRejection");
    assertThat(refused.get("sqlState")).startsWith("53").hasSize(5);
    assertThat(refused.get("frames")).isEqualTo("0");
    assertThat(accepted.get()).isEqualTo(before);
    MetricView decisions =
        sink.awaitMetric(
            "outrider.guard.decisions",
            m ->
                "broken".equals(m.attribute("outrider.guard.rule"))
                    && !"pass".equals(m.attribute("outrider.guard.outcome")));
    assertThat(decisions.value()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void anEndlessQueryIsCancelledByTheDriver() {
    long before = System.nanoTime();
    Order answer =
        child.perform(
            h2(
                "endless",
                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000)"));
    assertThat(answer.get("types")).contains("java.sql.SQLTimeoutException");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void theApplicationFindsItsOwnLimitAgain() {
    assertThat(child.perform(h2("endless", "SELECT 1")).get("limit")).isEqualTo("0");
    assertThat(child.perform(h2("endless", "SELECT 1").with("limit", 7)).get("limit"))
        .isEqualTo("7");
  }

  private static Order h2(String database, String sql) {
    return new Order()
        .with("driver", "jdbc")
        .with("action", "execute")
        .with("url", "jdbc:h2:mem:" + database)
        .with("sql", sql);
  }

  private void hangUp() {
    while (!broken.isClosed()) {
      try {
        broken.accept().close();
        accepted.incrementAndGet();
      } catch (IOException e) {
        // it was closed
      }
    }
  }
}
