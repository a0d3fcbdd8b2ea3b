// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WeakStore;
import java.sql.Connection;
import java.sql.Statement;

/**
 * What is known of connections and statements, kept with the driver's own objects. Prepared
 * statements are forgotten when they are closed, so that the store holds those in use.
 */
final class Records {
  private static final int MOST_CONNECTIONS = 10_000;
  private static final int MOST_STATEMENTS = 50_000;

  private static final WeakStore<Object, ConnectionRecord> CONNECTIONS =
      new WeakStore<Object, ConnectionRecord>(MOST_CONNECTIONS);
  private static final WeakStore<Object, StatementRecord> STATEMENTS =
      new WeakStore<Object, StatementRecord>(MOST_STATEMENTS);

  private Records() {}

  /**
   * Of a statement that is about to run; null when it does not say what it belongs to. One look-up
   * when it was prepared or batched, else one more for its connection.
   */
  static StatementRecord statement(Object statement) {
    Object inner = Wrappers.innermost(statement, Statement.class);
    StatementRecord record = STATEMENTS.get(inner);
    if (record == null) {
      ConnectionRecord connection = connectionOf((Statement) inner);
      record = connection == null ? null : connection.plain();
    }
    return record;
  }

  /** What is remembered of a statement; null when there is nothing. */
  static StatementRecord known(Object statement) {
    return STATEMENTS.get(Wrappers.innermost(statement, Statement.class));
  }

  /** Remembers a driver's statement from now on; null when it belongs to nothing. */
  static StatementRecord remembered(Object statement) {
    StatementRecord record = STATEMENTS.get(statement);
    if (record == null) {
      ConnectionRecord connection = connectionOf((Statement) statement);
      if (connection != null) {
        record = new StatementRecord(connection, null);
        STATEMENTS.put(statement, record);
      }
    }
    return record;
  }

  /** The outermost text wins, which is the application's: a pool is told after its driver. */
  static void prepared(Connection connection, Object statement, String sql) {
    Object inner = Wrappers.innermost(statement, Statement.class);
    StatementRecord known = STATEMENTS.get(inner);
    if (known != null && sql.equals(known.sql())) {
      return;
    }
    ConnectionRecord on = known == null ? connection(connection) : known.connection();
    STATEMENTS.put(inner, new StatementRecord(on, sql));
  }

  static void closed(Object statement) {
    if (!STATEMENTS.isEmpty()) {
      STATEMENTS.remove(statement);
    }
  }

  /** What is known of a connection; asks it where it leads only when nobody has told. */
  static ConnectionRecord connection(Connection connection) {
    Object inner = Wrappers.innermost(connection, Connection.class);
    ConnectionRecord record = CONNECTIONS.get(inner);
    if (record == null) {
      // Put first: a driver that runs a statement to answer would come here again.
      record = new ConnectionRecord();
      CONNECTIONS.put(inner, record);
      record.endpoint(JdbcUrl.parse(url((Connection) inner)));
    }
    return record;
  }

  /** Remembers where a connection leads, unless the driver inside has told better. */
  static void opened(Connection connection, String url) {
    Object inner = Wrappers.innermost(connection, Connection.class);
    if (CONNECTIONS.get(inner) == null) {
      ConnectionRecord record = new ConnectionRecord();
      record.endpoint(JdbcUrl.parse(url));
      CONNECTIONS.put(inner, record);
    }
  }

  /** Null when nobody has told of it; a wrapper's is not looked for. */
  static ConnectionRecord knownConnection(Object connection) {
    return CONNECTIONS.get(connection);
  }

  /** Of the connection inside; null when nobody has told of it. */
  static ConnectionRecord knownBehind(Connection connection) {
    return CONNECTIONS.get(Wrappers.innermost(connection, Connection.class));
  }

  /** How many statements are remembered. */
  static int statements() {
    return STATEMENTS.size();
  }

  private static ConnectionRecord connectionOf(Statement statement) {
    try {
      Connection connection = statement.getConnection();
      return connection == null ? null : connection(connection);
    } catch (Throwable e) {
      // Closed, or a driver that does not say; the call itself will tell the application.
      return null;
    }
  }

  private static String url(Connection connection) {
    Object silent = Contexts.silent();
    Object previous = silent == null ? null : Contexts.attach(silent);
    try {
      return connection.getMetaData().getURL();
    } catch (Throwable e) {
      return null;
    } finally {
      if (silent != null) {
        Contexts.restore(previous);
      }
    }
  }
}
