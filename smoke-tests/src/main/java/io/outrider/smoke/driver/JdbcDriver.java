// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** JDBC, by plain connections or by a pool. */
public final class JdbcDriver implements Driver {
  private final Map<String, Connection> open = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    String action = order.get("action");
    if (action.equals("connect")) {
      try (Connection connection = connect(order)) {
        return new Order().with("valid", connection.isValid(5));
      }
    }
    if (order.get("keep") != null) {
      Connection connection = open.get(order.get("keep"));
      if (connection == null) {
        connection = connect(order);
        open.put(order.get("keep"), connection);
      }
      return perform(connection, action, order);
    }
    try (Connection connection = connect(order)) {
      return perform(connection, action, order);
    }
  }

  private static Connection connect(Order order) throws Exception {
    if (order.get("pool") != null) {
      return DataSources.of(order).getConnection();
    }
    return order.get("user") == null
        ? DriverManager.getConnection(order.get("url"))
        : DriverManager.getConnection(order.get("url"), order.get("user"), order.get("password"));
  }

  private static Order perform(Connection connection, String action, Order order) throws Throwable {
    String sql = order.get("sql");
    switch (action) {
      case "execute":
        try (Statement statement = connection.createStatement()) {
          if (order.get("limit") != null) {
            statement.setQueryTimeout(order.number("limit", 0));
          }
          return new Order()
              .with("result", statement.execute(sql))
              .with("limit", statement.getQueryTimeout());
        }
      case "query":
        try (Statement statement = connection.createStatement()) {
          return rows(statement.executeQuery(sql));
        }
      case "update":
        try (Statement statement = connection.createStatement()) {
          return new Order().with("count", statement.executeUpdate(sql));
        }
      case "largeUpdate":
        try (Statement statement = connection.createStatement()) {
          return new Order().with("count", statement.executeLargeUpdate(sql));
        }
      case "preparedExecute":
        try (PreparedStatement statement = prepare(connection, order)) {
          return new Order().with("result", statement.execute());
        }
      case "preparedQuery":
        try (PreparedStatement statement = prepare(connection, order)) {
          return rows(statement.executeQuery());
        }
      case "preparedUpdate":
        try (PreparedStatement statement = prepare(connection, order)) {
          return new Order().with("count", statement.executeUpdate());
        }
      case "call":
        try (CallableStatement statement = connection.prepareCall(sql)) {
          return new Order().with("result", statement.execute());
        }
      case "batch":
        try (Statement statement = connection.createStatement()) {
          for (String each : sql.split(";")) {
            statement.addBatch(each);
          }
          return new Order().with("count", statement.executeBatch().length);
        }
      case "preparedBatch":
        return preparedBatch(connection, order);
      case "clearedBatch":
        try (Statement statement = connection.createStatement()) {
          statement.addBatch("INSERT INTO things VALUES (90, 'dropped')");
          statement.addBatch("INSERT INTO things VALUES (91, 'dropped')");
          statement.clearBatch();
          statement.addBatch(sql);
          return new Order().with("count", statement.executeBatch().length);
        }
      case "transaction":
        return transaction(connection, sql, "true".equals(order.get("rollback")));
      case "proxied":
        try (Statement statement = proxy(connection.createStatement())) {
          return rows(statement.executeQuery(sql));
        }
      case "unwrapped":
        try (Statement statement = connection.createStatement()) {
          return rows(statement.unwrap(Statement.class).executeQuery(sql));
        }
      default:
        throw new IllegalArgumentException(action);
    }
  }

  private static PreparedStatement prepare(Connection connection, Order order) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(order.get("sql"));
    if (order.get("parameter") != null) {
      statement.setString(1, order.get("parameter"));
    }
    return statement;
  }

  private static Order preparedBatch(Connection connection, Order order) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(order.get("sql"))) {
      for (int i = 0; i < order.number("size", 2); i++) {
        statement.setString(1, "b" + i);
        statement.addBatch();
      }
      Order answer = new Order().with("count", statement.executeBatch().length);
      if (order.get("then") != null) {
        statement.setString(1, "single");
        statement.executeUpdate();
      }
      return answer;
    }
  }

  private static Order transaction(Connection connection, String sql, boolean rollback)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String each : sql.split(";")) {
        statement.executeUpdate(each);
      }
      if (rollback) {
        connection.rollback();
      } else {
        connection.commit();
      }
      return new Order().with("done", rollback ? "rollback" : "commit");
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static Statement proxy(Statement real) {
    return (Statement)
        Proxy.newProxyInstance(
            JdbcDriver.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            new InvocationHandler() {
              @Override
              public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
                try {
                  return method.invoke(real, args);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }
            });
  }

  private static Order rows(ResultSet rows) throws SQLException {
    int count = 0;
    String first = null;
    while (rows.next()) {
      if (count++ == 0) {
        first = rows.getString(1);
      }
    }
    rows.close();
    return new Order().with("rows", count).with("first", first);
  }
}
