// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import java.sql.SQLException;

/**
 * The code that says most about an error: the conventions of each database name it. Where they do
 * not, SQLState and the vendor's code, with a slash between.
 */
final class ErrorCodes {
  private static final int DEEPEST = 5;

  private ErrorCodes() {}

  /** Null when there is none. */
  static String of(String system, Throwable error) {
    SQLException exception = sqlException(error);
    if (exception == null) {
      return null;
    }
    String state = exception.getSQLState();
    boolean stated = state != null && !state.isEmpty();
    int code = exception.getErrorCode();
    if (code == 0) {
      return stated ? state : null;
    }
    if (system.equals("oracle.db")) {
      return oracle(code);
    }
    if (!stated || isVendors(system)) {
      return Integer.toString(code);
    }
    return isStandard(system) ? state : state + '/' + code;
  }

  private static boolean isVendors(String system) {
    return system.equals("mysql")
        || system.equals("mariadb")
        || system.equals("microsoft.sql_server")
        || system.equals("ibm.db2")
        || system.equals("sqlite")
        || system.equals("h2database");
  }

  private static boolean isStandard(String system) {
    return system.equals("postgresql")
        || system.equals("cockroachdb")
        || system.equals("yugabytedb")
        || system.equals("aws.redshift")
        || system.equals("derby")
        || system.equals("hsqldb");
  }

  /** {@code ORA-00942}. */
  private static String oracle(int code) {
    String digits = Integer.toString(Math.abs(code));
    return "ORA-" + "00000".substring(Math.min(5, digits.length())) + digits;
  }

  private static SQLException sqlException(Throwable error) {
    Throwable at = error;
    for (int i = 0; at != null && i < DEEPEST; i++) {
      if (at instanceof SQLException) {
        return (SQLException) at;
      }
      at = at.getCause();
    }
    return null;
  }
}
