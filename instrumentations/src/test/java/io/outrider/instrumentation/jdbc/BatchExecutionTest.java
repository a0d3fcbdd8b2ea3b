// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchExecutionTest {
  private static final String INSERT = "INSERT INTO t VALUES (?)";

  private final BatchExecution execution = new BatchExecution();

  @ParameterizedTest
  @EnumSource
  void aPreparedBatchHasItsTextAndSize(Drivers driver) throws Exception {
    try (Connection connection = withTable(driver)) {
      PreparedStatement statement = Woven.prepare(connection, INSERT);
      for (int i = 0; i < 3; i++) {
        statement.setInt(1, i);
        Woven.add(statement);
      }
      StatementRecord record = execution.statement(statement);
      assertThat(execution.batchSize(record)).isEqualTo(3);
      assertThat(execution.query(record, null)).isEqualTo(INSERT);
      assertThat(execution.parameterised(record, null)).isTrue();

      execution.ran(record, statement, statement.executeBatch());
      assertThat(execution.batchSize(record)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlainBatchHasTheTextsThatDiffer(Drivers driver) throws Exception {
    try (Connection connection = withTable(driver);
        Statement statement = connection.createStatement()) {
      Woven.add(statement, "INSERT INTO t VALUES (1)");
      Woven.add(statement, "INSERT INTO t VALUES (1)");
      StatementRecord record = execution.statement(statement);
      assertThat(execution.query(record, null)).isEqualTo("INSERT INTO t VALUES (1)");
      Woven.add(statement, "DELETE FROM t");
      assertThat(execution.batchSize(record)).isEqualTo(3);
      assertThat(execution.query(record, null))
          .isEqualTo("INSERT INTO t VALUES (1); DELETE FROM t");
      assertThat(execution.parameterised(record, null)).isFalse();
      execution.ran(record, statement, statement.executeBatch());
      assertThat(execution.query(record, null)).isNull();
    }
  }

  @Test
  void aFailedBatchIsOverToo() throws Exception {
    try (Connection connection = withTable(Drivers.H2_2);
        Statement statement = connection.createStatement()) {
      Woven.add(statement, "INSERT INTO nowhere VALUES (1)");
      Woven.add(statement, "INSERT INTO t VALUES (1)");
      StatementRecord record = execution.statement(statement);
      BatchUpdateException failure = null;
      try {
        statement.executeBatch();
      } catch (BatchUpdateException e) {
        failure = e;
      }
      assertThat(execution.errorCode(record, failure)).isEqualTo("42102");
      execution.ran(record, statement, null);
      assertThat(execution.batchSize(record)).isZero();
    }
  }

  @Test
  void aClearedBatchIsEmpty() throws Exception {
    try (Connection connection = withTable(Drivers.H2_2);
        Statement statement = connection.createStatement()) {
      Woven.add(statement, "DELETE FROM t");
      statement.clearBatch();
      new BatchCleared().after(statement, null, null, null);
      assertThat(execution.batchSize(execution.statement(statement))).isZero();
    }
  }

  @Test
  void whatCouldNotBeAddedDoesNotCount() throws Exception {
    try (Connection connection = withTable(Drivers.H2_2);
        Statement statement = connection.createStatement()) {
      Woven.add(statement, "DELETE FROM t");
      new BatchAdded().after(statement, "DELETE", null, new SQLException("no"));
      assertThat(execution.batchSize(execution.statement(statement))).isEqualTo(1);
    }
  }

  @Test
  void aBatchOfWhichNothingIsKnownCountsAsOne() throws Exception {
    try (Connection connection = withTable(Drivers.H2_2);
        Statement statement = connection.createStatement()) {
      statement.addBatch("DELETE FROM t");
      assertThat(execution.batchSize(execution.statement(statement))).isEqualTo(1);
    }
  }

  @Test
  void aDriverThatTellsTwiceIsSeenThrough() {
    final class TellsTwice {}
    StatementRecord first = new StatementRecord(new ConnectionRecord(), INSERT);
    for (int i = 0; i < 8; i++) {
      first.added(TellsTwice.class, null);
    }
    assertThat(first.batchSize()).isEqualTo(8);
    first.ran(new int[4]);
    StatementRecord second = new StatementRecord(new ConnectionRecord(), INSERT);
    for (int i = 0; i < 6; i++) {
      second.added(TellsTwice.class, null);
    }
    assertThat(second.batchSize()).isEqualTo(3);
    second.ran(new long[3]);
  }

  @Test
  void aDriverThatSumsItsResultsUpIsNotMistaken() {
    final class SumsUp {}
    StatementRecord record = new StatementRecord(new ConnectionRecord(), INSERT);
    for (int i = 0; i < 8; i++) {
      record.added(SumsUp.class, null);
    }
    record.ran(new int[1]);
    for (int i = 0; i < 8; i++) {
      record.added(SumsUp.class, null);
    }
    assertThat(record.batchSize()).isEqualTo(8);
  }

  @Test
  void aHugeBatchIsBounded() {
    StatementRecord record = new StatementRecord(new ConnectionRecord(), null);
    for (int i = 0; i < 100_000; i++) {
      record.added(String.class, "INSERT INTO t VALUES (" + i + ")");
    }
    assertThat(record.batchSize()).isEqualTo(100_000);
    assertThat(record.batchText()).hasSizeLessThan(40_000);
  }

  private static Connection withTable(Drivers driver) throws SQLException {
    Connection connection = driver.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a int)");
    }
    return connection;
  }
}
