// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.jdbc.Databases;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

/**
 * HikariCP gives up connections of which it believes that they are broken. Refusals never make it
 * believe so, whichever guard they come from: the database keeps seeing the same sessions.
 */
@ParameterizedClass(name = "{0} + {1}")
@MethodSource("variants")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("lesson-20")
final class PoolRefusalIT {
  @Parameter(0)
  private String database;

  @Parameter(1)
  private String pool;

  private OtlpSink sink;
  private DriverProcess child;

  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("h2-2", "hikaricp-2.7"),
        Arguments.of("h2-2", "hikaricp-new"),
        Arguments.of("postgresql-new", "hikaricp-new"));
  }

  private boolean postgresql() {
    return database.startsWith("postgresql");
  }

  @BeforeParameterizedClassInvocation
  void start() {
    if (postgresql()) {
      Databases.postgresql();
    }
    sink = new OtlpSink();
    AgentProcess.Builder builder = AgentProcess.with(Jdk.ours()).exportingTo(sink);
    rule(builder, "limited", "rate-limit.rate=6/h", "rate-limit.burst=6");
    rule(builder, "begun", "rate-limit.rate=8/h", "rate-limit.burst=8");
    rule(builder, "busy", "bulkhead.max-concurrent=1");
    rule(
        builder,
        "shaky",
        "circuit-breaker.window=2 calls",
        "circuit-breaker.minimum-calls=2",
        "circuit-breaker.wait-open=10m",
        "circuit-breaker.wait-open-max=10m",
        "circuit-breaker.record-exceptions=java.sql.SQLException");
    rule(builder, "frozen", "degrade.read-only=true");
    rule(builder, "faulty", "fault.error=connect", "fault.percent=50");
    builder.property("outrider.rules.edge.match", "server:http");
    builder.property("outrider.rules.edge.deadline.request", "1m");
    builder.property("outrider.rules.edge.deadline.margin", "10s");
    child =
        builder
            .classPath(
                Libraries.join(
                    Libraries.drivers(Jdk.ours()), Libraries.of(database), Libraries.of(pool)))
            .drive("GuardedJdbcDriver");
  }

  private static void rule(AgentProcess.Builder builder, String pool, String... values) {
    String prefix = "outrider.rules." + pool + '.';
    builder.property(prefix + "match", "client:jdbc,pool:" + pool);
    for (String value : values) {
      int equals = value.indexOf('=');
      builder.property(prefix + value.substring(0, equals), value.substring(equals + 1));
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      sink.close();
    }
  }

  private Order script(String name, int connections, String sql) {
    return at(name)
        .with("pool", "hikaricp")
        .with("poolName", name)
        .with("poolSize", connections)
        .with("sql", sql);
  }

  private Order at(String name) {
    Order order = new Order().with("driver", "guarded-jdbc").with("action", "script");
    if (postgresql()) {
      return order
          .with("url", Databases.url(Databases.postgresql()) + "?ApplicationName=" + name)
          .with("user", Databases.postgresql().getUsername())
          .with("password", Databases.postgresql().getPassword());
    }
    return order.with("url", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
  }

  /** Who is connected, as the database itself tells it to somebody without pool and rules. */
  private String sessions(String name) {
    Order order = at(name).with("sql", "SELECT 1");
    if (postgresql()) {
      order.with("pool", "org.postgresql.ds.PGSimpleDataSource");
      order.with("url", order.get("url").replace("=" + name, "=watch"));
      order.with(
          "session",
          "SELECT string_agg(pid || ' since ' || backend_start, ',' ORDER BY pid)"
              + " FROM pg_stat_activity WHERE application_name = '"
              + name
              + "'");
    } else {
      order.with("pool", "org.h2.jdbcx.JdbcDataSource");
      order.with(
          "session",
          "SELECT LISTAGG(SESSION_ID || ' since ' || SESSION_START, ',')"
              + " WITHIN GROUP (ORDER BY SESSION_ID)"
              + " FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID <> SESSION_ID()");
    }
    Order answer = child.perform(order);
    assertThat(answer.get("session")).as("%s", answer).contains(" since ");
    return answer.get("session");
  }

  /** Opens the pool: with its first connection it tells its name, and where it leads. */
  private String open(String name, int connections) {
    Awaitility.await(name)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> "ok".equals(child.perform(script(name, connections, "SELECT 1")).get("results")));
    Awaitility.await(name)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> sessions(name).split(",").length == connections);
    return sessions(name);
  }

  private Order awaitRefusal(String name) {
    Order[] answer = new Order[1];
    Awaitility.await("a refusal by " + name)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              answer[0] = child.perform(script(name, 1, "SELECT 1"));
              return answer[0].get("sqlState") != null;
            });
    return answer[0];
  }

  private void assertRefused(Order answer) {
    assertThat(answer.get("sqlState")).as("%s", answer).startsWith("53");
    assertThat(answer.get("types"))
        .contains("java.sql.SQLTransientConnectionException")
        .contains("GuardRejection");
  }

  @Test
  void byTheRateLimit() {
    String sessions = open("limited", 1);
    // The last of them may be refused at its statement, with the connection in its hand.
    awaitRefusalOrPart("limited");
    for (int i = 0; i < 10; i++) {
      assertRefused(child.perform(script("limited", 1, "SELECT 1")));
    }
    assertThat(sessions("limited")).isEqualTo(sessions);
  }

  private void awaitRefusalOrPart(String name) {
    Awaitility.await("a refusal by " + name)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !"ok".equals(child.perform(script(name, 1, "SELECT 1")).get("results")));
  }

  @Test
  void byTheRateLimitWhileAConnectionIsHeld() {
    String sessions = open("begun", 1);
    String twenty = "SELECT 1" + "|SELECT 1".repeat(19);
    Order inTransaction = child.perform(script("begun", 1, twenty).with("transaction", true));
    assertThat(inTransaction.get("results"))
        .as("once it has begun, a transaction runs to its end")
        .isEqualTo("ok" + ",ok".repeat(19));
    assertThat(child.perform(script("begun", 1, "SELECT 1")).get("results")).isNotEqualTo("ok");
    assertThat(sessions("begun")).isEqualTo(sessions);
  }

  @Test
  void byTheBreaker() {
    String sessions = open("shaky", 1);
    child.perform(script("shaky", 1, "SELECT * FROM missing|SELECT * FROM missing"));
    for (int i = 0; i < 10; i++) {
      assertRefused(child.perform(script("shaky", 1, "SELECT 1")));
    }
    assertThat(sessions("shaky")).isEqualTo(sessions);
  }

  @Test
  void byTheBulkhead() throws Exception {
    String slow = "SELECT pg_sleep(2)";
    if (!postgresql()) {
      child.perform(
          script(
              "busy", 2, "CREATE ALIAS NAP FOR 'io.outrider.smoke.driver.GuardedJdbcDriver.nap'"));
      slow = "SELECT SUM(NAP(2)) FROM SYSTEM_RANGE(1, 1000)";
    }
    String sessions = open("busy", 2);
    Order busy = script("busy", 2, slow);
    CompletableFuture<Order> holder = CompletableFuture.supplyAsync(() -> untilGranted(busy));
    Awaitility.await("a refused statement")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              Order answer = child.perform(script("busy", 2, "SELECT 1"));
              return String.valueOf(answer.get("results")).startsWith("53");
            });
    assertThat(holder.get(30, TimeUnit.SECONDS).get("results")).isEqualTo("ok");
    assertThat(child.perform(script("busy", 2, "SELECT 1")).get("results")).isEqualTo("ok");
    assertThat(sessions("busy")).isEqualTo(sessions);
    GuardReadings.awaitNothingInUse(sink, 1);
  }

  @Test
  void byTheSwitchToReadOnly() {
    String sessions = open("frozen", 1);
    for (int i = 0; i < 5; i++) {
      Order answer = child.perform(script("frozen", 1, "CREATE TABLE goods (a INT)|SELECT 1"));
      assertThat(answer.get("results")).isEqualTo("25006,ok");
    }
    assertThat(sessions("frozen")).isEqualTo(sessions);
  }

  @Test
  void byTheDeadline() {
    String sessions = open("late", 1);
    for (int i = 0; i < 10; i++) {
      assertRefused(
          child.performIn(
              Parent.sampledOne(),
              script("late", 1, "SELECT 1"),
              "x-envoy-expected-rq-timeout-ms",
              "9000"));
    }
    assertThat(sessions("late")).isEqualTo(sessions);
  }

  @Test
  void byAnInjectedFault() {
    String sessions = open("faulty", 1);
    for (int i = 0; i < 10; i++) {
      Order answer = awaitRefusal("faulty");
      assertThat(answer.get("sqlState")).isEqualTo("53000");
    }
    assertThat(open("faulty", 1)).isEqualTo(sessions);
  }

  /** The one place may be taken by who asks whether it is. */
  private Order untilGranted(Order order) {
    Order answer = child.performIn(Parent.sampledOne(), order);
    for (int i = 0; i < 50 && String.valueOf(answer.get("results")).startsWith("53"); i++) {
      answer = child.performIn(Parent.sampledOne(), order);
    }
    return answer;
  }
}
