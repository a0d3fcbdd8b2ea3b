// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A driver whose statements are their own record. */
final class FakeDatabase implements DbAdapter<Object> {
  static final class Statement {
    DbEndpoint endpoint = new DbEndpoint("postgresql", "db", 5432, "orders");
    String sql = "SELECT * FROM goods WHERE id = 7";
    boolean prepared;
    int batch = 1;
    boolean inTransaction;
    int timeout;
    int ran;
    int transactionAsked;
    boolean written;
    Runnable cancel = () -> {};
    final List<Long> limits = new ArrayList<>();

    Statement sql(String sql) {
      this.sql = sql;
      return this;
    }
  }

  private static Statement of(Object statement) {
    return (Statement) statement;
  }

  @Override
  public Object statement(Object self) {
    return self instanceof Statement ? self : null;
  }

  @Override
  public DbEndpoint endpoint(Object statement) {
    return of(statement).endpoint;
  }

  @Override
  public String query(Object statement, Object a0) {
    return of(statement).sql;
  }

  @Override
  public boolean parameterised(Object statement, Object a0) {
    return of(statement).prepared;
  }

  @Override
  public int batchSize(Object statement) {
    return of(statement).batch;
  }

  @Override
  public String errorCode(Object statement, Throwable error) {
    return error instanceof SQLException ? ((SQLException) error).getSQLState() : null;
  }

  @Override
  public boolean inTransaction(Object statement, Object self) {
    of(statement).transactionAsked++;
    return of(statement).inTransaction;
  }

  @Override
  public boolean hasWritten(Object statement) {
    return of(statement).written;
  }

  @Override
  public void writes(Object statement) {
    of(statement).written = true;
  }

  @Override
  public void ran(Object statement, Object self, Object returned) {
    of(statement).ran++;
  }

  @Override
  public int limit(Object self, long nanos) {
    int previous = of(self).timeout;
    of(self).limits.add(nanos);
    of(self).timeout = (int) (nanos / 1_000_000_000L);
    return previous;
  }

  @Override
  public void restoreTimeout(Object self, int previous) {
    of(self).timeout = previous;
  }

  @Override
  public void cancel(Object self) throws SQLException {
    of(self).cancel.run();
  }

  /** A pool that leads to one place. */
  static final class Source implements DbConnectAdapter {
    DbEndpoint endpoint = new DbEndpoint("postgresql", "db", 5432, "orders");
    Object opened;
    long waitNanos;

    @Override
    public void limitWait(Object self, long nanos) {
      waitNanos = nanos;
    }

    @Override
    public DbEndpoint endpoint(Object self, Object a0) {
      return endpoint;
    }

    @Override
    public void opened(Object self, Object a0, Object connection) {
      opened = self + " " + a0 + " " + connection;
    }
  }
}
