// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Calls methods of JDBC and then tells the adapters, as the woven methods would: the driver's
 * first, then those of each proxy around it.
 */
final class Woven {
  private static final AfterAdapter PREPARED = new Prepared();
  private static final AfterAdapter ADDED = new BatchAdded();

  private Woven() {}

  static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    Connection inner = (Connection) Wrappers.innermost(connection, Connection.class);
    Object innerStatement = Wrappers.innermost(statement, Statement.class);
    if (innerStatement != statement) {
      PREPARED.after(inner, sql, innerStatement, null);
    }
    PREPARED.after(connection, sql, statement, null);
    return statement;
  }

  static void add(PreparedStatement statement) throws SQLException {
    statement.addBatch();
    told(statement, null);
  }

  static void add(Statement statement, String sql) throws SQLException {
    statement.addBatch(sql);
    told(statement, sql);
  }

  static void close(Statement statement) throws SQLException {
    Object inner = Wrappers.innermost(statement, Statement.class);
    statement.close();
    new StatementClosed().after(inner, null, null, null);
    if (inner != statement) {
      new StatementClosed().after(statement, null, null, null);
    }
  }

  static void ended(Connection connection) {
    Object inner = Wrappers.innermost(connection, Connection.class);
    new TransactionEnded().after(inner, null, null, null);
    if (inner != connection) {
      new TransactionEnded().after(connection, null, null, null);
    }
  }

  private static void told(Statement statement, String sql) {
    Object inner = Wrappers.innermost(statement, Statement.class);
    ADDED.after(inner, sql, null, null);
    if (inner != statement) {
      ADDED.after(statement, sql, null, null);
    }
  }
}
