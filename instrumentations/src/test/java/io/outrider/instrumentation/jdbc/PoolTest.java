// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.outrider.instrumentation.DbEndpoint;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

class PoolTest {
  private final Execution execution = new Execution();
  private final DataSourceConnect connect = new DataSourceConnect();

  @Test
  void aPoolsProxiesAreNotRemembered() throws Exception {
    try (HikariDataSource pool = hikari("jdbc:h2:mem:proxies");
        Connection connection = opened(pool)) {
      int before = Records.statements();
      PreparedStatement statement = Woven.prepare(connection, "SELECT ?");
      assertThat(Wrappers.innermost(statement, Statement.class))
          .isInstanceOf(JdbcPreparedStatement.class);
      assertThat(Records.statements()).isEqualTo(before + 1);

      StatementRecord record = execution.statement(statement);
      assertThat(execution.query(record, null)).isEqualTo("SELECT ?");
      assertThat(execution.endpoint(record).namespace()).isEqualTo("proxies");
      assertThat(execution.statement(statement.unwrap(JdbcPreparedStatement.class)))
          .isSameAs(record);

      Woven.close(statement);
      assertThat(Records.statements()).isEqualTo(before);
    }
  }

  @Test
  void thePoolsTextWinsOverTheDrivers() throws Exception {
    try (HikariDataSource pool = hikari("jdbc:h2:mem:texts");
        Connection connection = opened(pool)) {
      PreparedStatement statement = connection.prepareStatement("SELECT ? /* added */");
      Connection inner = connection.unwrap(JdbcConnection.class);
      Prepared prepared = new Prepared();
      prepared.after(
          inner, "SELECT ? /* added */", statement.unwrap(JdbcPreparedStatement.class), null);
      prepared.after(connection, "SELECT ?", statement, null);
      assertThat(execution.query(execution.statement(statement), null)).isEqualTo("SELECT ?");
    }
  }

  @Test
  void aBatchThroughAPoolIsCountedOnce() throws Exception {
    try (HikariDataSource pool = hikari("jdbc:h2:mem:batches");
        Connection connection = opened(pool)) {
      PreparedStatement statement = Woven.prepare(connection, "SELECT ?");
      statement.setInt(1, 1);
      Woven.add(statement);
      Woven.add(statement);
      BatchExecution batch = new BatchExecution();
      assertThat(batch.batchSize(batch.statement(statement))).isEqualTo(2);
    }
  }

  @Test
  void aTransactionThroughAPoolIsTheDrivers() throws Exception {
    try (HikariDataSource pool = hikari("jdbc:h2:mem:transactions");
        Connection connection = opened(pool)) {
      connection.setAutoCommit(false);
      Woven.ended(connection);
      Statement first = connection.createStatement();
      execution.ran(execution.statement(first), first, null);
      Statement second = connection.createStatement();
      assertThat(execution.inTransaction(execution.statement(second), second)).isTrue();
      connection.rollback();
      Woven.ended(connection);
      assertThat(execution.inTransaction(execution.statement(second), second)).isFalse();
    }
  }

  @Test
  void wrappersThatUnwrapToThemselvesAreSeenThrough() throws Exception {
    try (BasicDataSource pool = new BasicDataSource()) {
      pool.setUrl("jdbc:h2:mem:dbcp");
      pool.setPoolPreparedStatements(true);
      assertThat(connect.endpoint(pool, null).namespace()).isEqualTo("dbcp");
      try (Connection connection = opened(pool)) {
        assertThat(Wrappers.innermost(connection, Connection.class))
            .isInstanceOf(JdbcConnection.class);
        PreparedStatement statement = Woven.prepare(connection, "SELECT ?");
        assertThat(Wrappers.innermost(statement, Statement.class))
            .isInstanceOf(JdbcPreparedStatement.class);
        assertThat(execution.query(execution.statement(statement), null)).isEqualTo("SELECT ?");
      }
    }
  }

  @Test
  void aPoolsUrlIsKnownBeforeItsFirstConnection() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:postgresql://db/shop");
    assertThat(connect.endpoint(pool, null).host()).isEqualTo("db");
    assertThat(connect.endpoint(pool, "user")).isSameAs(connect.endpoint(pool, null));
  }

  @Test
  void aDataSourceWithoutUrlLeadsWhereItsFirstConnectionLed() throws Exception {
    DataSource source = new Plain(h2("jdbc:h2:mem:led"));
    assertThat(connect.endpoint(source, null)).isNull();
    try (Connection connection = source.getConnection()) {
      new DriverConnected().after(null, "jdbc:h2:mem:led", connection, null);
      connect.opened(source, null, connection);
    }
    assertThat(connect.endpoint(source, null).namespace()).isEqualTo("led");
  }

  @Test
  void aDataSourceThatLeadsToSeveralPlacesHasNoAnswer() throws Exception {
    Plain source = new Plain(h2("jdbc:h2:mem:one"));
    try (Connection connection = source.getConnection()) {
      new DriverConnected().after(null, "jdbc:h2:mem:one", connection, null);
      connect.opened(source, null, connection);
      assertThat(connect.endpoint(source, null).namespace()).isEqualTo("one");
    }
    source.to = h2("jdbc:h2:mem:two");
    try (Connection connection = source.getConnection()) {
      new DriverConnected().after(null, "jdbc:h2:mem:two", connection, null);
      connect.opened(source, null, connection);
    }
    assertThat(connect.endpoint(source, null)).isNull();
  }

  @Test
  void aConnectionThatIsMadeWhenUsedIsNotUsed() {
    List<String> used = new ArrayList<>();
    Connection lazy =
        (Connection)
            Proxy.newProxyInstance(
                PoolTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                  used.add(method.getName());
                  return self;
                });
    DataSource source = new Plain(h2("jdbc:h2:mem:lazy"));
    connect.opened(source, null, lazy);
    assertThat(used).containsOnly("unwrap");
    assertThat(connect.endpoint(source, null)).isNull();
  }

  @Test
  void aRoutingDataSourceIsKnownForWhatItIs() throws Exception {
    try (AbstractRoutingDataSource source = new AbstractRoutingDataSource("jdbc:h2:mem:routed")) {
      assertThat(connect.endpoint(source, null)).isNull();
      opened(source).close();
      assertThat(connect.endpoint(source, null)).isNull();
    }
  }

  @Test
  void theDriverManagerIsGivenTheUrl() throws Exception {
    DriverManagerConnect manager = new DriverManagerConnect();
    DbEndpoint endpoint = manager.endpoint(null, "jdbc:h2:mem:manager");
    assertThat(endpoint.namespace()).isEqualTo("manager");
    assertThat(manager.endpoint(null, "nonsense")).isNull();
    assertThat(manager.endpoint(null, null)).isNull();
    try (Connection connection = h2("jdbc:h2:mem:manager").getConnection()) {
      manager.opened(null, "jdbc:h2:mem:manager", connection);
      assertThat(Records.connection(connection).endpoint()).isSameAs(endpoint);
    }
  }

  @Test
  void whatTheDriverInsideHasToldStays() throws Exception {
    try (Connection connection = h2("jdbc:h2:mem:inside").getConnection()) {
      Records.opened(connection, "jdbc:h2:mem:inside");
      Records.opened(connection, "jdbc:tc:postgresql:///outside");
      assertThat(Records.connection(connection).endpoint().namespace()).isEqualTo("inside");
    }
  }

  /** The bound leaves room for the probe of a look-up where the compiler does not remove it. */
  @Test
  void anExecutionThroughAPoolAllocatesNextToNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (HikariDataSource pool = hikari("jdbc:h2:mem:allocation");
        Connection connection = opened(pool)) {
      PreparedStatement prepared = Woven.prepare(connection, "SELECT ?");
      Statement plain = connection.createStatement();
      int rounds = 2000;
      questions(prepared, null, rounds);
      questions(plain, "SELECT 1", rounds);

      long before = threads.getCurrentThreadAllocatedBytes();
      questions(prepared, null, rounds);
      long afterPrepared = threads.getCurrentThreadAllocatedBytes();
      questions(plain, "SELECT 1", rounds);
      long afterPlain = threads.getCurrentThreadAllocatedBytes();

      assertThat((afterPrepared - before) / rounds).isLessThanOrEqualTo(16);
      assertThat((afterPlain - afterPrepared) / rounds).isLessThanOrEqualTo(32);
    }
  }

  private void questions(Statement statement, String a0, int rounds) {
    for (int i = 0; i < rounds; i++) {
      StatementRecord record = execution.statement(statement);
      if (execution.endpoint(record) == null
          || execution.query(record, a0) == null
          || execution.parameterised(record, a0) != (a0 == null)
          || execution.batchSize(record) != 1
          || execution.inTransaction(record, statement)) {
        throw new AssertionError();
      }
      execution.ran(record, statement, null);
    }
  }

  private Connection opened(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    connect.opened(source, null, connection);
    return connection;
  }

  private static HikariDataSource hikari(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  private static JdbcDataSource h2(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    return source;
  }

  /** A data source that tells nobody where it leads. */
  private static final class Plain implements DataSource {
    private DataSource to;

    Plain(DataSource to) {
      this.to = to;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return to.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return to.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
