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
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.jdbc.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.JdbcDatabaseContainer;

/** Limits below a second, waits for pools, refusals and the switch to read only, in real pools. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcTimeoutIT {
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000)";

  @Parameter private Variant variant;

  private OtlpSink sink;
  private DriverProcess child;

  /** Where the database is. */
  enum Server {
    NONE,
    POSTGRESQL,
    MARIADB;

    JdbcDatabaseContainer<?> container() {
      return this == POSTGRESQL ? Databases.postgresql() : Databases.mariadb();
    }
  }

  /**
   * A database and a pool.
   *
   * @param endless a statement that never ends by itself
   * @param slow one that takes MILLIS
   */
  record Variant(
      String library,
      String poolLibrary,
      Server server,
      String endless,
      String slow,
      String session) {

    static Variant h2(String pool) {
      return new Variant(
          "h2-2",
          pool,
          Server.NONE,
          ENDLESS,
          "SELECT SUM(NAP(MILLIS)) FROM SYSTEM_RANGE(1, 1000)",
          "SELECT SESSION_ID()");
    }

    static Variant postgresql(String pool) {
      return new Variant(
          "postgresql-new",
          pool,
          Server.POSTGRESQL,
          "SELECT pg_sleep(60)",
          "SELECT pg_sleep(MILLIS / 1000.0)",
          "SELECT pg_backend_pid()");
    }

    /** A server of MariaDB's, by its own driver or MySQL's. */
    static Variant mariadb(String driver, String pool) {
      return new Variant(
          driver,
          pool,
          Server.MARIADB,
          "SELECT COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b",
          "SELECT SLEEP(MILLIS / 1000.0)",
          "SELECT CONNECTION_ID()");
    }

    String pool() {
      return poolLibrary.substring(0, poolLibrary.lastIndexOf('-'));
    }

    String poolName(String name) {
      return pool().equals("dbcp2") ? "org.example:type=pool,name=" + name : name;
    }

    @Override
    public String toString() {
      return library + " + " + poolLibrary;
    }
  }

  static Stream<Variant> variants() {
    return Stream.of(
        Variant.h2("hikaricp-new"),
        Variant.h2("hikaricp-2.7"),
        Variant.h2("dbcp2-new"),
        Variant.h2("tomcat-jdbc-new"),
        Variant.h2("c3p0-new"),
        Variant.postgresql("hikaricp-new"),
        Variant.mariadb("mariadb-3", "hikaricp-new"),
        Variant.mariadb("mysql-5.1", "dbcp2-new"),
        Variant.mariadb("mysql-new", "hikaricp-new"));
  }

  @BeforeParameterizedClassInvocation
  void start() {
    if (variant.server != Server.NONE) {
      variant.server.container();
    }
    sink = new OtlpSink();
    List<Path> classPath = new ArrayList<>(Libraries.drivers(Jdk.ours()));
    classPath.addAll(Libraries.of(variant.library));
    classPath.addAll(Libraries.of(variant.poolLibrary));
    child =
        AgentProcess.with(Jdk.ours())
            .exportingTo(sink)
            .property("outrider.rules.quick.match", "client:jdbc,pool:quick")
            .property("outrider.rules.quick.timeout.query", "150ms")
            .property("outrider.rules.quick.timeout.pool", "1500ms")
            .property("outrider.rules.frozen.match", "client:jdbc,pool:frozen")
            .property("outrider.rules.frozen.degrade.read-only", "true")
            .property("outrider.rules.shaky.match", "client:jdbc,pool:shaky")
            .property("outrider.rules.shaky.circuit-breaker.window", "2 calls")
            .property("outrider.rules.shaky.circuit-breaker.minimum-calls", 2)
            .property("outrider.rules.shaky.circuit-breaker.wait-open", "10m")
            .property(
                "outrider.rules.shaky.circuit-breaker.record-exceptions", "java.sql.SQLException")
            .property("outrider.rules.edge.match", "server:http")
            .property("outrider.rules.edge.deadline.request", "1m")
            .property("outrider.rules.edge.deadline.margin", "10s")
            .classPath(classPath)
            .drive("GuardedJdbcDriver");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (child != null) {
      child.close();
      sink.close();
    }
  }

  private Order order(String action, String pool) {
    Order order =
        new Order()
            .with("driver", "guarded-jdbc")
            .with("action", action)
            .with("pool", variant.pool())
            .with("poolName", variant.poolName(pool))
            .with("poolSize", 1)
            .with("session", variant.session);
    if (variant.server == Server.NONE) {
      String options = ";DB_CLOSE_DELAY=-1";
      return order
          .with("url", "jdbc:h2:mem:" + pool + options)
          .with("driverClass", "org.h2.Driver");
    }
    JdbcDatabaseContainer<?> container = variant.server.container();
    String url = Databases.url(container);
    if (variant.server == Server.POSTGRESQL) {
      url += "?ApplicationName=" + pool;
    } else {
      url += "?useSSL=false&connectionAttributes=pool:" + pool;
      if (variant.library.startsWith("mysql")) {
        url = url.replace("jdbc:mariadb:", "jdbc:mysql:");
      }
    }
    return order
        .with("url", url)
        .with("user", container.getUsername())
        .with("password", container.getPassword());
  }

  private Order script(String pool, String sql) {
    return order("script", pool).with("sql", sql);
  }

  @Test
  void aLimitBelowASecondEndsAStatementAndKeepsTheConnection() {
    // With its first connection a pool tells its name, and where it leads.
    String session = child.perform(script("quick", "SELECT 1")).get("session");
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, script("quick", variant.endless + "|SELECT 1"));
    assertThat(answer.get("results")).endsWith(",ok").doesNotStartWith("ok");
    assertThat(answer.get("types")).doesNotContain("io.outrider");
    assertThat(answer.number("millis", 0)).isBetween(140, 10_000);
    SpanView cancelled =
        sink.awaitTrace(parent.traceId(), 4).stream()
            .filter(s -> "timeout".equals(s.attributes().get("outrider.guard.type")))
            .findFirst()
            .orElseThrow();
    assertThat(cancelled.attributes())
        .containsEntry("outrider.guard.rule", "quick")
        .containsEntry("outrider.guard.type", "timeout");
    if (variant.server == Server.POSTGRESQL) {
      // H2 answers with a type by which HikariCP gives connections up.
      assertThat(answer.get("session")).isEqualTo(session);
    }
  }

  @Test
  @Tag("lesson-20")
  void aCancelNeverMeetsTheNextStatement() {
    if (variant.server == Server.NONE) {
      String alias =
          "CREATE ALIAS IF NOT EXISTS NAP FOR 'io.outrider.smoke.driver.GuardedJdbcDriver.nap'";
      child.perform(script("quick", alias));
    }
    Order answer =
        child.perform(
            order("boundary", "quick")
                .with("slow", variant.slow)
                .with("limitMillis", 150)
                .with("times", 30));
    assertThat(answer.get("stray")).isNull();
    assertThat(answer.get("strays")).isEqualTo("0");
  }

  @Test
  void aPoolLetsNobodyWaitLongerThanTheRuleAllows() {
    child.perform(script("quick", "SELECT 1"));
    if (variant.pool().equals("c3p0")) {
      // It would be closed and begin anew; so it has to be told before its first connection.
      return;
    }
    Order answer = child.perform(order("wait", "quick"));
    if (variant.pool().equals("hikaricp")) {
      // Looks at its settings every half minute, once it runs.
      assertThat(answer.number("millis", 0)).isBetween(1_400, 35_000);
    } else {
      assertThat(answer.number("millis", 0)).isBetween(1_400, 15_000);
    }
    assertThat(answer.get("thrown")).isNotNull().doesNotContain("io.outrider");
  }

  @Test
  void aReadOnlyDatabaseRefusesWritesAndKeepsItsConnections() {
    String session = child.perform(script("frozen", "SELECT 1")).get("session");
    Order answer =
        child.perform(script("frozen", "CREATE TABLE things (a INT)|SELECT 1|CALL nothing()"));
    assertThat(answer.get("results")).isEqualTo("25006,ok,25006");
    assertThat(answer.get("types"))
        .contains("java.sql.SQLNonTransientException")
        .contains("GuardRejection");
    assertThat(answer.get("session")).isEqualTo(session);
  }

  @Test
  void aTransactionThatHasOnlyReadIsNotLetWriteAndCommits() {
    child.perform(script("frozen", "SELECT 1"));
    Order answer =
        child.perform(
            script("frozen", "SELECT 1|DELETE FROM nothing|SELECT 1").with("transaction", true));
    assertThat(answer.get("results")).isEqualTo("ok,25006,ok");
  }

  @Test
  void aBreakerThatOpensMidwayLetsTheTransactionCommit() {
    String failing = "SELECT 1|SELECT * FROM missing|SELECT * FROM missing|SELECT 1";
    Order answer =
        child.perform(script("shaky", failing).with("transaction", true).with("session", ""));
    assertThat(answer.get("results")).startsWith("ok,42").doesNotContain("53");
    if (variant.server != Server.POSTGRESQL) {
      // PostgreSQL itself wants nothing more of a transaction with an error in it.
      assertThat(answer.get("results")).endsWith(",ok");
    }
    Order refused = child.perform(script("shaky", "SELECT 1"));
    assertThat(refused.get("sqlState")).isEqualTo("53300");
    assertThat(refused.get("types")).contains("GuardRejection");
  }

  @Test
  void aRequestWithoutTimeLeftGetsNoConnectionAndLosesNone() {
    String session = child.perform(script("quick", "SELECT 1")).get("session");
    Order late =
        child.performIn(
            Parent.sampledOne(),
            script("quick", "SELECT 1"),
            "x-envoy-expected-rq-timeout-ms",
            "9000");
    assertThat(late.get("sqlState")).isEqualTo("53300");
    assertThat(late.get("types"))
        .contains("java.sql.SQLTransientConnectionException")
        .contains("GuardRejection");
    Order after = child.perform(script("quick", "SELECT 1"));
    assertThat(after.get("results")).isEqualTo("ok");
    assertThat(after.get("session")).isEqualTo(session);
  }
}
