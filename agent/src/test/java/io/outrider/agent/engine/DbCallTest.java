// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.DbEndpoint;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DbCallTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private DbCall site() {
    return new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
  }

  private Throwable run(Woven.Body body) {
    return Woven.thrownBy(site(), statement, null, body);
  }

  private SpanData ran() {
    assertThat(run(r -> 1)).isNull();
    return telemetry.only();
  }

  private Throwable failing(Throwable failure) {
    return run(
        r -> {
          throw failure;
        });
  }

  @Test
  void anExecutionIsOneSpanByTheConventions() {
    SpanData span = ran();
    assertThat(span.getName()).isEqualTo("SELECT goods");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(span))
        .containsOnly(
            entry("db.system.name", "postgresql"),
            entry("db.namespace", "orders"),
            entry("server.address", "db"),
            entry("server.port", 5432L),
            entry("db.query.summary", "SELECT goods"),
            entry("db.query.text", "SELECT * FROM goods WHERE id = ?"));
    assertThat(statement.ran).isEqualTo(1);
  }

  @Test
  void theDurationIsMeasuredByStatement() {
    ran();
    HistogramPointData point = telemetry.point("db.client.operation.duration");
    assertThat(point.getBoundaries())
        .containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);
    assertThat(map(point.getAttributes()))
        .containsOnly(
            entry("db.system.name", "postgresql"),
            entry("db.namespace", "orders"),
            entry("server.address", "db"),
            entry("server.port", 5432L),
            entry("db.query.summary", "SELECT goods"));
  }

  @Test
  void aFailureIsNamedByTheDatabasesOwnCode() {
    SQLException failure = new SQLException("no such table", "42P01");
    assertThat(failing(failure)).isSameAs(failure);
    SpanData span = telemetry.only();
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(attributes(span))
        .containsEntry("error.type", "42P01")
        .containsEntry("db.response.status_code", "42P01");
    assertThat(span.getEvents()).hasSize(1);
    assertThat(map(telemetry.point("db.client.operation.duration").getAttributes()))
        .containsEntry("error.type", "42P01")
        .containsEntry("db.response.status_code", "42P01");
    assertThat(statement.ran).isEqualTo(1);
  }

  @Test
  void aFailureWithoutACodeIsNamedByItsClass() {
    failing(new IllegalStateException());
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .doesNotContainKey("db.response.status_code");
  }

  @Test
  void aStatementThatADriverRunsForAnotherIsPartOfIt() {
    run(r -> Woven.call(site(), new FakeDatabase.Statement(), null, x -> 1));
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aBatchTellsItsSize() {
    statement.batch = 3;
    assertThat(attributes(ran())).containsEntry("db.operation.batch.size", 3L);
    assertThat(telemetry.only().getName()).startsWith("BATCH");
  }

  @Test
  void aBatchOfOneIsNone() {
    assertThat(attributes(ran())).doesNotContainKey("db.operation.batch.size");
  }

  @Test
  void anEmptyBatchIsABatchOfNone() {
    statement.batch = 0;
    statement.sql = null;
    assertThat(attributes(ran()))
        .containsEntry("db.operation.batch.size", 0L)
        .doesNotContainKey("db.query.text");
    assertThat(telemetry.only().getName()).isEqualTo("BATCH");
  }

  @Test
  void aTextThatIsNotKnownIsNamedByWhereItGoes() {
    statement.sql = null;
    assertThat(ran().getName()).isEqualTo("orders");
    telemetry.spans.reset();
    statement.endpoint = new DbEndpoint("postgresql", "db", 5432, null);
    assertThat(ran().getName()).isEqualTo("db:5432");
    telemetry.spans.reset();
    statement.endpoint = new DbEndpoint("h2database", null, 0, null);
    assertThat(ran().getName()).isEqualTo("h2database");
  }

  @Test
  void aTextOfAMegabyteIsCut() {
    statement.sql = "SELECT '" + "x".repeat(1 << 20) + "' FROM goods";
    assertThat(((String) attributes(ran()).getOrDefault("db.query.text", "")).length())
        .isLessThanOrEqualTo(32 * 1024);
  }

  @Test
  void statementsWithoutNumberShareASeries() {
    for (int i = 0; i < 2 * Peer.MOST_PARTS; i++) {
      statement.sql = "SELECT * FROM t" + i + "x";
      run(r -> 1);
    }
    assertThat(telemetry.points("db.client.operation.duration"))
        .hasSize(Peer.MOST_PARTS + 1)
        .anyMatch(p -> Boolean.TRUE.equals(map(p.getAttributes()).get("otel.metric.overflow")));
  }

  private void guarded() {
    String[] rule = {
      "match",
      "client:jdbc",
      "timeout.query",
      "3s",
      "circuit-breaker.window",
      "2 calls",
      "circuit-breaker.minimum-calls",
      "2",
      "circuit-breaker.wait-open",
      "1m"
    };
    telemetry.guard("db", rule);
  }

  @Test
  void withoutAGuardNobodyAsksForTheTransaction() {
    ran();
    assertThat(statement.transactionAsked).isZero();
  }

  @Test
  void anExecutionIsLimitedAndTheLimitUndone() {
    guarded();
    statement.timeout = 30;
    run(
        r -> {
          assertThat(statement.timeout).isEqualTo(3);
          return 1;
        });
    assertThat(statement.timeout).isEqualTo(30);
    failing(new SQLException("x", "42000"));
    assertThat(statement.timeout).isEqualTo(30);
  }

  @Test
  void aRefusalIsAnSqlExceptionAndNothingRan() {
    guarded();
    for (int i = 0; i < 2; i++) {
      failing(new SQLTransientException("gone", "08006"));
    }
    telemetry.spans.reset();
    statement.ran = 0;
    statement.timeout = 30;
    Throwable refusal = run(r -> 1);
    assertThat(refusal).isInstanceOf(SQLException.class).isInstanceOf(GuardRejection.class);
    assertThat(statement.ran).isZero();
    assertThat(statement.timeout).isEqualTo(30);
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "circuit_open")
        .doesNotContainKey("db.response.status_code");
    assertThat(telemetry.only().getEvents()).isEmpty();
  }

  @Test
  void nothingIsRefusedInsideATransaction() {
    guarded();
    statement.inTransaction = true;
    for (int i = 0; i < 4; i++) {
      assertThat(failing(new SQLTransientException("gone", "08006")))
          .isNotInstanceOf(GuardRejection.class);
    }
    statement.inTransaction = false;
    assertThat(run(r -> 1)).isInstanceOf(GuardRejection.class);
  }

  @Test
  void whatIsCarriedAwayHoldsNoStatement() {
    Operation[] carried = new Operation[1];
    run(
        r -> {
          carried[0] = (Operation) Current.get();
          return 1;
        });
    assertThat(carried[0].request).isNull();
    assertThat(carried[0].response).isNull();
    assertThat(carried[0].previous).isNull();
  }
}
