// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbEndpoint;
import java.sql.SQLException;
import java.sql.Statement;

/** {@code execute}, {@code executeQuery}, {@code executeUpdate} and {@code executeLargeUpdate}. */
class Execution implements DbAdapter<StatementRecord> {
  private static final long SECOND = 1_000_000_000L;

  @Override
  public StatementRecord statement(Object self) {
    return Records.statement(self);
  }

  @Override
  public DbEndpoint endpoint(StatementRecord statement) {
    return statement.connection().endpoint();
  }

  @Override
  public String query(StatementRecord statement, Object a0) {
    return a0 instanceof String ? (String) a0 : statement.sql();
  }

  @Override
  public boolean parameterised(StatementRecord statement, Object a0) {
    return statement.sql() != null && !(a0 instanceof String);
  }

  @Override
  public int batchSize(StatementRecord statement) {
    return 1;
  }

  @Override
  public String errorCode(StatementRecord statement, Throwable error) {
    return ErrorCodes.of(endpoint(statement).system(), error);
  }

  /**
   * Only what is done through JDBC's own methods is seen: a transaction that was begun by a
   * statement, while the connection says it commits by itself, is not.
   */
  @Override
  public boolean inTransaction(StatementRecord statement, Object self) {
    if (!statement.connection().begun()) {
      return false;
    }
    try {
      return !((Statement) self).getConnection().getAutoCommit();
    } catch (Throwable e) {
      // Not known: then nothing is refused.
      return true;
    }
  }

  @Override
  public boolean hasWritten(StatementRecord statement) {
    return statement.connection().written();
  }

  @Override
  public void writes(StatementRecord statement) {
    statement.connection().written(true);
  }

  @Override
  public void ran(StatementRecord statement, Object self, Object returned) {
    statement.connection().begun(true);
  }

  @Override
  public void cancel(Object self) throws SQLException {
    ((Statement) self).cancel();
  }

  /** Whole seconds are all there is: the limit is rounded up. */
  @Override
  public int limit(Object self, long nanos) {
    if (nanos <= 0) {
      return -1;
    }
    try {
      Statement statement = (Statement) self;
      int previous = statement.getQueryTimeout();
      long seconds = (nanos - 1) / SECOND + 1;
      if (previous < 0 || previous > 0 && previous <= seconds || seconds > Integer.MAX_VALUE) {
        return -1;
      }
      statement.setQueryTimeout((int) seconds);
      return previous;
    } catch (SQLException e) {
      return -1;
    } catch (RuntimeException e) {
      return -1;
    } catch (LinkageError e) {
      return -1;
    }
  }

  @Override
  public void restoreTimeout(Object self, int previous) {
    try {
      ((Statement) self).setQueryTimeout(previous);
    } catch (SQLException e) {
      // Closed by then, most likely.
    } catch (RuntimeException e) {
      // The same.
    } catch (LinkageError e) {
      // The same.
    }
  }
}
