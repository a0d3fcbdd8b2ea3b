// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;

/** What guards must not do to pools, connections and transactions: several steps in one order. */
public final class GuardedJdbcDriver implements Driver {
  @Override
  public String name() {
    return "guarded-jdbc";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    DataSource pool = DataSources.of(order);
    switch (order.get("action")) {
      case "script":
        return script(pool, order);
      case "boundary":
        return boundary(pool, order);
      case "wait":
        return waitForPool(pool);
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  /**
   * Runs statements separated by bars on one connection. The answer holds for each {@code ok} or
   * its SQL state, and the session by which the database knows the connection.
   */
  private static Order script(DataSource pool, Order order) throws SQLException {
    StringBuilder results = new StringBuilder();
    Order answer = new Order();
    boolean transaction = "true".equals(order.get("transaction"));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(!transaction);
      for (String sql : order.get("sql", "").split("\\|")) {
        String result = "ok";
        long before = System.nanoTime();
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          result = String.valueOf(e.getSQLState());
          answer.with("thrown", e.getClass().getName()).with("types", types(e));
          answer.with("millis", (System.nanoTime() - before) / 1_000_000);
        }
        results.append(results.length() == 0 ? "" : ",").append(result);
      }
      if (transaction) {
        connection.commit();
        connection.setAutoCommit(true);
      }
      if (!order.get("session", "").isEmpty()) {
        try (ResultSet rows = statement.executeQuery(order.get("session"))) {
          rows.next();
          answer.with("session", rows.getString(1));
        }
      }
    }
    return answer.with("results", results);
  }

  private static String types(Throwable thrown) {
    return Thrown.describe(thrown).get("types");
  }

  /**
   * Again and again a statement that takes about as long as it may, and at once another on the same
   * connection. Counts those of the second kind that failed before their own time was over.
   */
  private static Order boundary(DataSource pool, Order order) throws SQLException {
    int limit = order.number("limitMillis", 100);
    int cancelled = 0;
    int strays = 0;
    String stray = null;
    Random random = new Random(42);
    try (Connection connection = pool.getConnection()) {
      for (int i = 0; i < order.number("times", 30); i++) {
        String slow =
            order.get("slow").replace("MILLIS", String.valueOf(limit - 10 + random.nextInt(20)));
        try (Statement statement = connection.createStatement()) {
          statement.execute(slow);
        } catch (SQLException e) {
          cancelled++;
        }
        for (int j = 0; j < 5; j++) {
          long before = System.nanoTime();
          try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
          } catch (SQLException e) {
            if (System.nanoTime() - before < limit * 900_000L) {
              strays++;
              stray = e.toString();
            }
          }
        }
      }
    }
    return new Order().with("cancelled", cancelled).with("strays", strays).with("stray", stray);
  }

  /** For H2, whose statements look at their watch between rows. */
  public static int nap(int millis) {
    long until = System.nanoTime() + millis * 1_000L;
    while (System.nanoTime() - until < 0) {
      Thread.yield();
    }
    return 1;
  }

  private static Order waitForPool(DataSource pool) throws SQLException {
    try (Connection held = pool.getConnection()) {
      long before = System.nanoTime();
      Order answer = new Order();
      try (Connection more = pool.getConnection()) {
        answer.with("got", more != held);
      } catch (SQLException e) {
        answer = Thrown.describe(e);
      }
      return answer.with("millis", (System.nanoTime() - before) / 1_000_000);
    }
  }
}
