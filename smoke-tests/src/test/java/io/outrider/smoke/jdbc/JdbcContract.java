// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What JDBC has to show under the agent, whichever driver or pool does the work. All SQL here is
 * understood by all databases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcContract {
  @Parameter JdbcVariant variant;
  OtlpSink sink;
  DriverProcess child;
  private DriverProcess bare;

  @BeforeParameterizedClassInvocation
  void start() {
    sink = new OtlpSink();
    Order first = variant.order("execute");
    child =
        AgentProcess.with(variant.java())
            .exportingTo(sink)
            .property("otel.service.name", "jdbc-contract")
            .classPath(variant.classPath())
            .drive("JdbcDriver");
    child.perform(variant.order("execute").with("sql", "DROP TABLE things"));
    Order created =
        child.perform(first.with("sql", "CREATE TABLE things (id INT, name VARCHAR(50))"));
    assertThat(created.get("thrown")).as(created.toString()).isNull();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (bare != null) {
      bare.close();
      bare = null;
    }
    if (child != null) {
      child.close();
    }
    if (sink != null) {
      sink.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "execute,SELECT name FROM things",
    "query,SELECT name FROM things",
    "update,UPDATE things SET name = name",
    "preparedExecute,SELECT name FROM things",
    "preparedQuery,SELECT name FROM things",
    "preparedUpdate,UPDATE things SET name = name",
    "proxied,SELECT name FROM things"
  })
  void anExecutionIsOneSpan(String action, String sql) {
    Order order = variant.order(action).with("sql", sql);
    SpanView span = only(order);
    assertThat(span.name()).isEqualTo(sql.startsWith("S") ? "SELECT things" : "UPDATE things");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.schemaUrl()).matches("https://opentelemetry.io/schemas/1\\.\\d+\\.0");
    assertThat(span.attributes())
        .containsEntry("db.system.name", variant.system())
        .containsEntry("db.namespace", variant.namespace())
        .containsEntry("db.query.summary", span.name())
        .containsEntry("db.query.text", sql)
        .doesNotContainKeys(
            "error.type",
            "db.response.status_code",
            "db.operation.batch.size",
            "db.system",
            "db.name",
            "db.user",
            "db.statement",
            "db.connection_string");
    if (variant.embedded()) {
      assertThat(span.attributes()).doesNotContainKeys("server.address", "server.port");
    } else {
      assertThat(span.attributes())
          .containsEntry("server.address", variant.container().get().getHost());
      assertThat(span.attribute("server.port"))
          .isEqualTo(
              Long.valueOf(
                  variant
                      .container()
                      .get()
                      .getMappedPort(variant.container().get().getExposedPorts().get(0))));
    }
  }

  @Test
  void anUnwrappedStatementIsOneSpanToo() {
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(parent, variant.order("unwrapped").with("sql", "SELECT name FROM things"));
    Assumptions.assumeTrue(answer.get("thrown") == null, "the driver cannot unwrap");
    assertThat(clients(parent, 1)).extracting(SpanView::name).containsExactly("SELECT things");
  }

  @Test
  void aLargeUpdateIsOneSpan() {
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(
            parent, variant.order("largeUpdate").with("sql", "UPDATE things SET name = name"));
    Assumptions.assumeTrue(answer.get("thrown") == null, "the driver has no large updates");
    assertThat(clients(parent, 1)).extracting(SpanView::name).containsExactly("UPDATE things");
  }

  @Test
  void literalsAreNotExported() {
    SpanView span =
        only(
            variant
                .order("query")
                .with("sql", "SELECT id FROM things WHERE name = 'secret' AND id IN (1, 2)"));
    assertThat(String.valueOf(span.attribute("db.query.text")))
        .startsWith("SELECT id FROM things WHERE name = ? AND id IN (?")
        .doesNotContain("secret");
  }

  @Test
  void parametersAreNotExported() {
    SpanView span =
        only(
            variant
                .order("preparedQuery")
                .with("sql", "SELECT id FROM things WHERE name = ?")
                .with("parameter", "secret"));
    assertThat(span.attribute("db.query.text")).isEqualTo("SELECT id FROM things WHERE name = ?");
    assertThat(span.attributes().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "execute", "preparedQuery"})
  void aFailureIsAnErrorWithTheDatabasesCode(String action) {
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(parent, variant.order(action).with("sql", "SELECT id FROM no_such_table"));
    assertThat(answer.get("types")).contains("java.sql.SQLException");
    List<SpanView> clients = clients(parent, action.startsWith("prepared") ? 0 : 1);
    // Some databases notice it when the statement is prepared, which is no execution.
    for (SpanView span : clients) {
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attributes()).containsKeys("error.type", "db.response.status_code");
      assertThat(span.attribute("error.type")).isEqualTo(span.attribute("db.response.status_code"));
    }
  }

  @Test
  void aProcedureCallIsOneSpan() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, variant.order("call").with("sql", "{call abs(-1)}"));
    Assumptions.assumeTrue(answer.get("thrown") == null, "the database has no such procedure");
    SpanView span = clients(parent, 1).get(0);
    assertThat(span.name()).isEqualTo("call abs");
    assertThat(clients(parent, 1)).hasSize(1);
  }

  @Test
  void aBatchIsOneSpanWithItsSize() {
    SpanView span =
        only(
            variant
                .order("batch")
                .with(
                    "sql",
                    "INSERT INTO things VALUES (10, 'secret');INSERT INTO things VALUES (11, 'b')"));
    assertThat(span.attributes()).containsEntry("db.operation.batch.size", 2L);
    assertThat(span.attributes().toString()).doesNotContain("secret");
    assertThat(span.name()).contains("INSERT things");
  }

  @Test
  void aBatchOfOneIsNoBatch() {
    SpanView span = only(variant.order("batch").with("sql", "INSERT INTO things VALUES (12, 'c')"));
    assertThat(span.attributes()).doesNotContainKey("db.operation.batch.size");
    assertThat(span.name()).isEqualTo("INSERT things");
  }

  @Test
  void aClearedBatchIsForgotten() {
    SpanView span =
        only(variant.order("clearedBatch").with("sql", "INSERT INTO things VALUES (13, 'd')"));
    assertThat(span.attributes()).doesNotContainKey("db.operation.batch.size");
  }

  @Test
  void aPreparedBatchIsOneSpanWithItsSize() {
    SpanView span =
        only(
            variant
                .order("preparedBatch")
                .with("sql", "INSERT INTO things VALUES (14, ?)")
                .with("size", 3));
    assertThat(span.name()).contains("INSERT things");
    assertThat(span.attributes()).containsEntry("db.operation.batch.size", 3L);
  }

  @Test
  void aBatchIsOverAfterItsExecution() {
    Parent parent = Parent.sampledOne();
    child.performIn(
        parent,
        variant
            .order("preparedBatch")
            .with("sql", "INSERT INTO things VALUES (15, ?)")
            .with("size", 2)
            .with("then", "single"));
    List<SpanView> clients = clients(parent, 2);
    assertThat(clients).hasSize(2);
    assertThat(clients)
        .filteredOn(span -> span.attributes().containsKey("db.operation.batch.size"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransactionIsItsExecutions(boolean rollback) {
    Parent parent = Parent.sampledOne();
    Order answer =
        child.performIn(
            parent,
            variant
                .order("transaction")
                .with(
                    "sql",
                    "UPDATE things SET name = 'x' WHERE id = 1;DELETE FROM things WHERE id = 2")
                .with("rollback", rollback));
    assertThat(answer.get("done")).isEqualTo(rollback ? "rollback" : "commit");
    // MariaDB's oldest driver sends the rest as statements, too, by its own public methods.
    assertThat(clients(parent, 2))
        .extracting(SpanView::name)
        .filteredOn(name -> !List.of("set", "COMMIT", "ROLLBACK").contains(name))
        .containsExactlyInAnyOrder("UPDATE things", "DELETE things");
  }

  @Test
  void aConnectionAndItsTestAreNoExecutions() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, variant.order("connect"));
    assertThat(answer.get("valid")).isEqualTo("true");
    assertThat(clients(parent, 0)).isEmpty();
  }

  @Test
  void executionsAreTimed() {
    child.perform(variant.order("query").with("sql", "SELECT id, name FROM things WHERE id = 5"));
    MetricView metric =
        sink.awaitMetric(
            "db.client.operation.duration",
            m ->
                "SELECT things".equals(m.attribute("db.query.summary"))
                    && m.attribute("error.type") == null);
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.description()).isEqualTo("Duration of database client operations.");
    assertThat(metric.bounds()).containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1d, 5d, 10d);
    assertThat(metric.attributes())
        .containsEntry("db.system.name", variant.system())
        .containsEntry("db.namespace", variant.namespace())
        .doesNotContainKeys("db.query.text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT", "'", "SELECT 'x", "\"", "/*", "--", ";;;", "{call"})
  void badSqlFailsAsItDoesWithoutTheAgent(String sql) {
    Order expected = bare().perform(variant.order("query").with("sql", sql));
    Order actual = child.perform(variant.order("query").with("sql", sql));
    assertThat(actual.get("thrown")).isEqualTo(expected.get("thrown"));
    assertThat(actual.get("sqlState")).isEqualTo(expected.get("sqlState"));
  }

  @Test
  void aMegabyteOfSqlIsCutBeforeItIsExported() {
    String huge = "SELECT id FROM things WHERE name = '" + "x".repeat(1_000_000) + "'";
    Order answer = child.perform(variant.order("query").with("sql", huge));
    Assumptions.assumeTrue(answer.get("thrown") == null, "the database takes no such statement");
    List<String> longest = new ArrayList<>();
    for (SpanView span : sink.awaitSpans(1, s -> "SELECT things".equals(s.name()))) {
      longest.add(String.valueOf(span.attribute("db.query.text")));
    }
    assertThat(longest).allSatisfy(text -> assertThat(text.length()).isLessThan(100_000));
  }

  /** The same application without the agent. */
  private DriverProcess bare() {
    if (bare == null) {
      bare =
          AgentProcess.with(variant.java())
              .withoutAgent()
              .classPath(variant.classPath())
              .drive("JdbcDriver");
    }
    return bare;
  }

  /** Performs an order that must give one client span, and gives that. */
  private SpanView only(Order order) {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, order);
    assertThat(answer.get("thrown")).as(answer.toString()).isNull();
    List<SpanView> clients = clients(parent, 1);
    assertThat(clients).hasSize(1);
    SpanView around =
        sink.trace(parent.traceId()).stream().filter(SpanView::server).findFirst().orElseThrow();
    assertThat(clients.get(0).parentSpanId()).isEqualTo(around.spanId());
    return clients.get(0);
  }

  /** The server's span ends after those it encloses: when it has come, they have. */
  private List<SpanView> clients(Parent parent, int atLeast) {
    sink.awaitSpan(span -> span.server() && span.traceId().equals(parent.traceId()));
    return sink.awaitTrace(parent.traceId(), atLeast + 1).stream()
        .filter(SpanView::client)
        .toList();
  }
}
