// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Asks a database inside this process one question. */
public final class OneQuery {
  private OneQuery() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:one");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 6 * 7")) {
      rows.next();
      System.out.println(rows.getInt(1));
    }
  }
}
