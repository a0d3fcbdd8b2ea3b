// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.guard.GuardRejection;
import io.outrider.agent.guard.GuardRules;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The switch that lets databases be read only. */
class ReadOnlyTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private Throwable run(String sql) {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.thrownBy(site, statement.sql(sql), null, r -> 1);
  }

  private void readOnly(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "match";
    all[1] = "client:jdbc";
    all[2] = "degrade.read-only";
    all[3] = "true";
    System.arraycopy(more, 0, all, 4, more.length);
    telemetry.guards("frozen", all);
  }

  @Test
  void whatWritesIsRefusedAsTheDatabaseWouldAndWhatReadsIsNot() {
    readOnly();
    Throwable refusal = run("INSERT INTO t VALUES (1)");
    assertThat(refusal)
        .isInstanceOf(SQLNonTransientException.class)
        .isInstanceOf(GuardRejection.class)
        .hasMessageContaining("read only")
        .hasMessageContaining("outrider.rules.frozen.mode=off");
    assertThat(((SQLException) refusal).getSQLState()).isEqualTo("25006");
    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(attributes(telemetry.only()))
        .containsEntry("outrider.guard.type", "degrade")
        .containsEntry("outrider.guard.rule", "frozen");
    assertThat(run("SELECT 1")).isNull();
    assertThat(telemetry.decisions()).contains("frozen degrade reject 1");
  }

  @Test
  void aTransactionThatHasOnlyReadMayNotBeginToWrite() {
    readOnly();
    statement.inTransaction = true;
    assertThat(run("SELECT 1")).isNull();
    assertThat(run("UPDATE t SET a = 1")).isInstanceOf(GuardRejection.class);
    assertThat(run("SELECT 1")).isNull();
    assertThat(statement.written).isFalse();
    assertThat(telemetry.decisions()).contains("frozen degrade reject 1");
  }

  @Test
  void aTransactionThatHasWrittenGoesOn() {
    statement.inTransaction = true;
    readOnly("mode", "off");
    assertThat(run("UPDATE t SET a = 1")).isNull();
    assertThat(statement.written).as("remembered with the switch off").isTrue();
    Telemetry on = new Telemetry();
    on.guards("frozen", "match", "client:jdbc", "degrade.read-only", "true");
    DbCall site = new DbCall(on.engine(), new FakeDatabase(), new Life("fake"));
    assertThat(Woven.thrownBy(site, statement, null, r -> 1)).isNull();
  }

  @Test
  void whatNobodyKnowsRunsAndCountsAsWritten() {
    readOnly();
    assertThat(run(null)).isNull();
    assertThat(statement.written).isTrue();
  }

  @Test
  void inDryRunItIsOnlyCounted() {
    readOnly("mode", "dry-run");
    assertThat(run("DELETE FROM t")).isNull();
    statement.inTransaction = true;
    statement.written = false;
    assertThat(run("DELETE FROM t")).isNull();
    assertThat(telemetry.decisions()).contains("frozen degrade would_reject 2");
  }

  @Test
  void anEarlierRuleMayExceptADatabase() {
    telemetry.guards("audit", "match", "client:jdbc,database:orders", "degrade.read-only", "false");
    readOnly();
    assertThat(run("DELETE FROM t")).isNull();
    statement.endpoint =
        new io.outrider.instrumentation.DbEndpoint("postgresql", "db", 5432, "shop");
    assertThat(run("DELETE FROM t")).isInstanceOf(GuardRejection.class);
  }

  @Test
  void theSwitchIsForDatabasesAndHasTwoPositions() {
    assertThat(problem("server:http", "true")).contains("it is for databases");
    assertThat(problem("client:jdbc", "maybe")).contains("true or false");
  }

  private static String problem(String match, String value) {
    Map<String, String> rule = new LinkedHashMap<>();
    rule.put("match", match);
    rule.put("degrade.read-only", value);
    return GuardRules.parse(Collections.singletonMap("x", rule), Collections.emptyMap())
        .problems()
        .get(0);
  }
}
