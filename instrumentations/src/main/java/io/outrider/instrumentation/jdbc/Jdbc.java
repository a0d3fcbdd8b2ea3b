// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;

/**
 * JDBC drivers and pools. Overloads are told apart by their first parameter, so that a driver's own
 * methods of the same names stay as they are.
 */
final class Jdbc implements Instrumentation {
  private static final String STRING = "java.lang.String";

  @Override
  public void weave(Weaver weaver) {
    Library jdbc = weaver.library("jdbc", "any driver, JDBC 3.0 to 4.3").shared();
    statements(jdbc.subtypesOf("java.sql.Statement"));
    // Holds the methods, but only its subclass says that it is a Statement.
    statements(
        jdbc.type("org.sqlite.jdbc3.JDBC3Statement", "org.sqlite.jdbc3.JDBC3PreparedStatement"));
    connections(jdbc.subtypesOf("java.sql.Connection"));
    sources(jdbc.subtypesOf("javax.sql.DataSource"));
    // Likewise: only its subclass says that it is a DataSource.
    sources(jdbc.type("org.apache.tomcat.jdbc.pool.DataSourceProxy"));
    jdbc.subtypesOf("java.sql.Driver")
        .method("connect")
        .arguments(2)
        .argument(0, STRING)
        .as(Shape.AFTER, DriverConnected.class)
        .method("connect")
        .arguments(2)
        .argument(0, STRING)
        .as(Shape.SCOPE, Silent.class);
    // The one that all others lead to.
    jdbc.type("java.sql.DriverManager")
        .method("getConnection")
        .arguments(3)
        .argument(0, STRING)
        .argument(2, "java.lang.Class")
        .as(Shape.DB_CONNECT, DriverManagerConnect.class);
  }

  private static void statements(Target statements) {
    String[] executions = {"execute", "executeQuery", "executeUpdate", "executeLargeUpdate"};
    for (String execution : executions) {
      statements.method(execution).arguments(0).as(Shape.DB_CALL, Execution.class);
      statements.method(execution).argument(0, STRING).as(Shape.DB_CALL, Execution.class);
    }
    statements.method("executeBatch").arguments(0).as(Shape.DB_CALL, BatchExecution.class);
    statements.method("executeLargeBatch").arguments(0).as(Shape.DB_CALL, BatchExecution.class);
    statements.method("addBatch").arguments(0).as(Shape.AFTER, BatchAdded.class);
    statements
        .method("addBatch")
        .arguments(1)
        .argument(0, STRING)
        .as(Shape.AFTER, BatchAdded.class);
    statements.method("clearBatch").arguments(0).as(Shape.AFTER, BatchCleared.class);
    statements.method("close").arguments(0).as(Shape.AFTER, StatementClosed.class);
  }

  private static void sources(Target sources) {
    sources
        .method("getConnection")
        .arguments(0)
        .as(Shape.DB_CONNECT, DataSourceConnect.class)
        .method("getConnection")
        .arguments(2)
        .argument(0, STRING)
        .as(Shape.DB_CONNECT, DataSourceConnect.class);
  }

  private static void connections(Target connections) {
    connections.method("prepareStatement").argument(0, STRING).as(Shape.AFTER, Prepared.class);
    connections.method("prepareCall").argument(0, STRING).as(Shape.AFTER, Prepared.class);
    connections.method("commit").arguments(0).as(Shape.AFTER, TransactionEnded.class);
    connections.method("rollback").arguments(0).as(Shape.AFTER, TransactionEnded.class);
    connections
        .method("setAutoCommit")
        .arguments(1)
        .argument(0, "boolean")
        .as(Shape.AFTER, TransactionEnded.class);
    connections.method("isValid").arguments(1).argument(0, "int").as(Shape.SCOPE, Silent.class);
  }
}
