// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionTest {
  private static final long SECOND = 1_000_000_000L;

  private final Execution execution = new Execution();

  @ParameterizedTest
  @EnumSource
  void aPreparedStatementIsKnownByItsText(Drivers driver) throws Exception {
    try (Connection connection = driver.connect()) {
      PreparedStatement statement = Woven.prepare(connection, "SELECT 1 WHERE 1 = ?");
      StatementRecord record = execution.statement(statement);
      assertThat(execution.query(record, null)).isEqualTo("SELECT 1 WHERE 1 = ?");
      assertThat(execution.parameterised(record, null)).isTrue();
      assertThat(execution.batchSize(record)).isEqualTo(1);
      assertThat(execution.endpoint(record).system()).isEqualTo("h2database");
      assertThat(execution.endpoint(record).namespace()).startsWith(driver.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlainStatementIsGivenItsText(Drivers driver) throws Exception {
    try (Connection connection = driver.connect()) {
      Statement statement = connection.createStatement();
      int remembered = Records.statements();
      StatementRecord record = execution.statement(statement);
      assertThat(execution.query(record, "SELECT 1")).isEqualTo("SELECT 1");
      assertThat(execution.parameterised(record, "SELECT 1")).isFalse();
      assertThat(execution.endpoint(record).namespace()).startsWith(driver.name());
      assertThat(Records.statements()).isEqualTo(remembered);
    }
  }

  @Test
  void aTextGivenToAPreparedStatementIsNotThePreparedOne() throws Exception {
    try (Connection connection = Drivers.H2_2.connect()) {
      PreparedStatement statement = Woven.prepare(connection, "SELECT ?");
      StatementRecord record = execution.statement(statement);
      assertThat(execution.query(record, "SELECT 'x'")).isEqualTo("SELECT 'x'");
      assertThat(execution.parameterised(record, "SELECT 'x'")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedStatementIsForgotten(Drivers driver) throws Exception {
    try (Connection connection = driver.connect()) {
      int before = Records.statements();
      PreparedStatement statement = Woven.prepare(connection, "SELECT 1");
      assertThat(Records.statements()).isEqualTo(before + 1);
      Woven.close(statement);
      assertThat(Records.statements()).isEqualTo(before);
    }
  }

  @Test
  void aConnectionOfWhichNobodyToldIsAskedOnce() throws Exception {
    try (Connection real = Drivers.H2_2.connect()) {
      AtomicInteger asked = new AtomicInteger();
      Connection connection = Stubs.connection(real, "jdbc:mysql://db/shop", asked);
      Statement statement = Stubs.statement(connection);
      for (int i = 0; i < 3; i++) {
        StatementRecord record = execution.statement(statement);
        assertThat(execution.endpoint(record).system()).isEqualTo("mysql");
        assertThat(execution.endpoint(record).host()).isEqualTo("db");
      }
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aConnectionThatDoesNotSayLeadsToAnUnknownPlace() {
    Connection connection = Stubs.of(Connection.class);
    StatementRecord record = execution.statement(Stubs.statement(connection));
    assertThat(execution.endpoint(record)).isSameAs(JdbcUrl.UNKNOWN);
  }

  @Test
  void aStatementWithoutAConnectionIsLeftAlone() {
    assertThat(execution.statement(Stubs.of(Statement.class))).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutIsSetAndTakenBack(Drivers driver) throws Exception {
    try (Connection connection = driver.connect();
        Statement statement = connection.createStatement()) {
      int previous = execution.limit(statement, SECOND + 1);
      assertThat(previous).isZero();
      assertThat(statement.getQueryTimeout()).isEqualTo(2);
      execution.restoreTimeout(statement, previous);
      assertThat(statement.getQueryTimeout()).isZero();

      statement.setQueryTimeout(10);
      assertThat(execution.limit(statement, 3 * SECOND)).isEqualTo(10);
      assertThat(statement.getQueryTimeout()).isEqualTo(3);
    }
  }

  @Test
  void aShorterTimeoutOfTheApplicationStays() throws Exception {
    try (Connection connection = Drivers.H2_2.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(2);
      assertThat(execution.limit(statement, 2 * SECOND)).isEqualTo(-1);
      assertThat(execution.limit(statement, 30 * SECOND)).isEqualTo(-1);
      assertThat(statement.getQueryTimeout()).isEqualTo(2);
      assertThat(execution.limit(statement, 0)).isEqualTo(-1);
      assertThat(execution.limit(statement, 1)).isEqualTo(2);
      assertThat(statement.getQueryTimeout()).isEqualTo(1);
    }
  }

  @Test
  void aDriverWithoutTimeoutsIsLeftAlone() throws Exception {
    Statement statement = Stubs.of(Statement.class);
    assertThat(execution.limit(statement, SECOND)).isEqualTo(-1);
    execution.restoreTimeout(statement, 5);

    Connection connection = Drivers.H2_2.connect();
    Statement closed = connection.createStatement();
    connection.close();
    assertThat(execution.limit(closed, SECOND)).isEqualTo(-1);
    execution.restoreTimeout(closed, 5);
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionBeginsWithItsFirstStatement(Drivers driver) throws Exception {
    try (Connection connection = driver.connect();
        Statement statement = connection.createStatement()) {
      StatementRecord record = execution.statement(statement);
      execution.ran(record, statement, null);
      assertThat(execution.inTransaction(record, statement)).isFalse();

      connection.setAutoCommit(false);
      Woven.ended(connection);
      assertThat(execution.inTransaction(record, statement)).isFalse();
      execution.ran(record, statement, null);
      assertThat(execution.inTransaction(record, statement)).isTrue();

      connection.commit();
      Woven.ended(connection);
      assertThat(execution.inTransaction(record, statement)).isFalse();
    }
  }

  @Test
  void aFailedCommitEndsNothing() throws Exception {
    try (Connection connection = Drivers.H2_2.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      StatementRecord record = execution.statement(statement);
      execution.ran(record, statement, null);
      new TransactionEnded().after(connection, null, null, new SQLException("no"));
      assertThat(execution.inTransaction(record, statement)).isTrue();
    }
  }

  @Test
  void inDoubtThereIsATransaction() {
    Connection connection = Stubs.of(Connection.class);
    Statement statement = Stubs.statement(connection);
    StatementRecord record = execution.statement(statement);
    execution.ran(record, statement, null);
    assertThat(execution.inTransaction(record, statement)).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void anErrorHasTheCodeThatItsDatabaseUses(String system, Throwable error, String code) {
    assertThat(ErrorCodes.of(system, error)).isEqualTo(code);
  }

  static Stream<Arguments> anErrorHasTheCodeThatItsDatabaseUses() {
    SQLException both = new SQLException("x", "42000", 1064);
    return Stream.of(
        arguments("mysql", both, "1064"),
        arguments("microsoft.sql_server", both, "1064"),
        arguments("postgresql", both, "42000"),
        arguments("oracle.db", new SQLException("x", "42000", 942), "ORA-00942"),
        arguments("oracle.db", new SQLException("x", "42000", 17002), "ORA-17002"),
        arguments("other_sql", both, "42000/1064"),
        arguments("mysql", new SQLException("x", "08S01"), "08S01"),
        arguments("postgresql", new SQLException("x", null, 7), "7"),
        arguments("postgresql", new SQLException("x"), null),
        arguments("postgresql", new SQLException("x", "", 0), null),
        arguments("mysql", new BatchUpdateException("x", "23000", 1062, new int[0]), "1062"),
        arguments("mysql", new IllegalStateException(both), "1064"),
        arguments("mysql", new IllegalStateException(), null),
        arguments("mysql", null, null),
        arguments("mysql", new SQLFeatureNotSupportedException(), null));
  }

  @Test
  void theErrorOfARealStatementHasItsCode() throws Exception {
    try (Connection connection = Drivers.H2_2.connect();
        Statement statement = connection.createStatement()) {
      StatementRecord record = execution.statement(statement);
      SQLException error = null;
      try {
        statement.execute("SELECT * FROM nowhere");
      } catch (SQLException e) {
        error = e;
      }
      assertThat(execution.errorCode(record, error)).isEqualTo("42104");
    }
  }

  @Test
  void aDriverFromBeforeUnwrapIsNotAskedTwice() {
    AtomicInteger asked = new AtomicInteger();
    OldStatement statement = new OldStatement(asked);
    assertThat(Wrappers.innermost(statement, Statement.class)).isSameAs(statement);
    assertThat(Wrappers.innermost(new OldStatement(asked), Statement.class)).isNotNull();
    assertThat(asked).hasValue(1);
  }

  /** Has the method only because the compiler wants it; it throws what a missing one would. */
  private static final class OldStatement implements java.sql.Wrapper {
    private final AtomicInteger asked;

    OldStatement(AtomicInteger asked) {
      this.asked = asked;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      asked.incrementAndGet();
      throw new AbstractMethodError();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      throw new AbstractMethodError();
    }
  }

  /** Drivers that can do next to nothing. */
  private static final class Stubs {
    static <T> T of(Class<T> type) {
      return type.cast(
          Proxy.newProxyInstance(
              Stubs.class.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                throw new SQLFeatureNotSupportedException(method.getName());
              }));
    }

    static Statement statement(Connection connection) {
      return (Statement)
          Proxy.newProxyInstance(
              Stubs.class.getClassLoader(),
              new Class<?>[] {Statement.class},
              (self, method, arguments) -> {
                if (method.getName().equals("getConnection")) {
                  return connection;
                }
                throw new SQLFeatureNotSupportedException(method.getName());
              });
    }

    static Connection connection(Connection real, String url, AtomicInteger asked) {
      Object metaData =
          Proxy.newProxyInstance(
              Stubs.class.getClassLoader(),
              new Class<?>[] {java.sql.DatabaseMetaData.class},
              (self, method, arguments) -> url);
      return (Connection)
          Proxy.newProxyInstance(
              Stubs.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (self, method, arguments) -> {
                if (method.getName().equals("getMetaData")) {
                  asked.incrementAndGet();
                  return metaData;
                }
                throw new SQLFeatureNotSupportedException(method.getName());
              });
    }
  }
}
