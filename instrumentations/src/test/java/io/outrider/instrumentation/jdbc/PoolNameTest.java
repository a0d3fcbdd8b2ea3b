// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.outrider.instrumentation.DbEndpoint;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What pools are called, and how long they let callers wait. */
class PoolNameTest {
  private static final long MS = 1_000_000L;

  private final DataSourceConnect connect = new DataSourceConnect();
  private final Execution execution = new Execution();

  private static HikariDataSource hikari(String database, String name) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:h2:mem:" + database);
    pool.setMaximumPoolSize(1);
    if (name != null) {
      pool.setPoolName(name);
    }
    return pool;
  }

  private Connection opened(DataSource source) throws Exception {
    Connection connection = source.getConnection();
    // As its driver would have told.
    Records.opened(connection, connection.getMetaData().getURL());
    connect.opened(source, null, connection);
    return connection;
  }

  private DbEndpoint statement(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      return execution.endpoint(execution.statement(statement));
    }
  }

  @Test
  void aPoolIsKnownByItsNameBeforeAndAfterItBegins() throws Exception {
    try (HikariDataSource pool = hikari("named", "orders")) {
      DbEndpoint before = connect.endpoint(pool, null);
      assertThat(before.pool()).isEqualTo("orders");
      assertThat(before.namespace()).isEqualTo("named");
      try (Connection connection = opened(pool)) {
        assertThat(statement(connection)).isSameAs(before);
      }
      assertThat(connect.endpoint(pool, null)).isSameAs(before);
      try (Connection again = opened(pool)) {
        assertThat(statement(again)).isSameAs(before);
      }
    }
  }

  @Test
  void aNameThatAPoolGivesItselfIsKnownWithItsFirstConnection() throws Exception {
    try (HikariDataSource pool = hikari("selfnamed", null)) {
      assertThat(connect.endpoint(pool, null).pool()).isNull();
      opened(pool).close();
      assertThat(connect.endpoint(pool, null).pool()).startsWith("HikariPool-");
    }
  }

  @Test
  void aPoolWithAJmxNameAloneIsCalledByThat() throws Exception {
    try (BasicDataSource pool = new BasicDataSource()) {
      pool.setUrl("jdbc:h2:mem:jmx");
      pool.setJmxName("org.example:type=pool,name=orders");
      assertThat(connect.endpoint(pool, null).pool()).isEqualTo("orders");
    }
  }

  @Test
  void twoPoolsOfOneDatabaseAreTwo() throws Exception {
    try (HikariDataSource one = hikari("shared", "one");
        HikariDataSource two = hikari("shared", "two")) {
      DbEndpoint first = connect.endpoint(one, null);
      DbEndpoint second = connect.endpoint(two, null);
      assertThat(first).isNotSameAs(second);
      assertThat(first.place()).isSameAs(second.place());
    }
  }

  @Test
  void aSourceAroundAPoolIsCalledAsThePool() throws Exception {
    try (HikariDataSource pool = hikari("around", "inner")) {
      DataSource around =
          (DataSource)
              Proxy.newProxyInstance(
                  PoolNameTest.class.getClassLoader(),
                  new Class<?>[] {DataSource.class},
                  (self, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                      return opened(pool);
                    }
                    return method.getName().equals("hashCode") ? 1 : null;
                  });
      opened(around).close();
      assertThat(connect.endpoint(around, null)).isSameAs(connect.endpoint(pool, null));
      try (Connection connection = opened(around)) {
        assertThat(statement(connection).pool()).isEqualTo("inner");
      }
    }
  }

  @Test
  void poolsWithoutNumberAreOnePlace() {
    DbEndpoint place = new DbEndpoint("h2database", null, 0, "many");
    DbEndpoint first = place.by("p0");
    for (int i = 0; i < 200; i++) {
      place.by("p" + i);
    }
    assertThat(place.by("p0")).isSameAs(first);
    assertThat(place.by("p199")).isSameAs(place);
    assertThat(first.by("p1")).isSameAs(place.by("p1"));
    assertThat(first.by(null)).isSameAs(place);
  }

  @Test
  void aLongerWaitIsShortenedAndComesBack() {
    try (HikariDataSource pool = hikari("waits", "waits")) {
      pool.setConnectionTimeout(30_000);
      connect.limitWait(pool, 2_000 * MS);
      assertThat(pool.getConnectionTimeout()).isEqualTo(2_000);
      connect.limitWait(pool, 2_000 * MS);
      connect.limitWait(pool, 40_000 * MS);
      assertThat(pool.getConnectionTimeout()).isEqualTo(30_000);
      connect.limitWait(pool, 1_000 * MS);
      connect.limitWait(pool, 0);
      assertThat(pool.getConnectionTimeout()).isEqualTo(30_000);
    }
  }

  @Test
  void aShorterWaitOfTheApplicationStands() {
    try (HikariDataSource pool = hikari("short", "short")) {
      pool.setConnectionTimeout(500);
      connect.limitWait(pool, 2_000 * MS);
      assertThat(pool.getConnectionTimeout()).isEqualTo(500);
      connect.limitWait(pool, 0);
      assertThat(pool.getConnectionTimeout()).isEqualTo(500);
    }
  }

  @Test
  void whatTheApplicationHasChangedMeanwhileStays() {
    try (HikariDataSource pool = hikari("changed", "changed")) {
      connect.limitWait(pool, 2_000 * MS);
      pool.setConnectionTimeout(7_000);
      connect.limitWait(pool, 0);
      assertThat(pool.getConnectionTimeout()).isEqualTo(7_000);
    }
  }

  @Test
  void lessThanAPoolTakesIsTheLeastItTakes() {
    try (HikariDataSource pool = hikari("least", "least")) {
      connect.limitWait(pool, MS);
      assertThat(pool.getConnectionTimeout()).isEqualTo(250);
    }
  }

  @Test
  void anEndlessWaitIsLimited() throws Exception {
    try (BasicDataSource pool = new BasicDataSource()) {
      connect.limitWait(pool, 1_500 * MS + 1);
      assertThat(pool.getMaxWaitDuration().toMillis()).isEqualTo(1_501);
      connect.limitWait(pool, 0);
      assertThat(pool.getMaxWaitDuration().toMillis()).isEqualTo(-1);
    }
    try (BasicDataSource impatient = new BasicDataSource()) {
      impatient.setMaxWait(java.time.Duration.ZERO);
      connect.limitWait(impatient, 1_500 * MS);
      assertThat(impatient.getMaxWaitDuration().toMillis())
          .as("nobody waits at all there")
          .isZero();
    }
  }

  @Test
  void whatIsNoPoolIsLeftAlone() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:plain");
    connect.limitWait(source, 1_000 * MS);
    assertThat(connect.endpoint(source, null).pool()).isNull();
  }
}
