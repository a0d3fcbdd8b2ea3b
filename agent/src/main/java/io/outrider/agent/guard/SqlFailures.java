// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;

/**
 * Tells an SQL error that the statement brought upon itself, such as a violated constraint, from
 * one that speaks against the database. The first is to a database what a 4xx is to a server.
 */
final class SqlFailures {
  /**
   * Classes of SQL states (ISO/IEC 9075) which a healthy database answers with: 0A feature, 20-28
   * data, constraint, cursor, transaction state, authorisation; 2B-2F, 34-3F names and routines; 40
   * rollback; 42 syntax and access; 44 check option; P0 raised by a procedure.
   */
  private static final String OWN_FAULT =
      " 01 02 0A 20 21 22 23 24 25 26 27 28 2B 2D 2F 34 38 39 3B 3D 3F 40 42 44 P0 ";

  private SqlFailures() {}

  static Outcome outcome(Throwable error) {
    if (!(error instanceof SQLException)) {
      return error instanceof RuntimeException || error instanceof Error
          ? Outcome.IGNORED
          : Outcome.FAILURE;
    }
    if (error instanceof SQLNonTransientConnectionException) {
      return Outcome.FAILURE;
    }
    if (error instanceof SQLNonTransientException
        || error instanceof SQLTransactionRollbackException) {
      return Outcome.SUCCESS;
    }
    String state = ((SQLException) error).getSQLState();
    boolean ownFault =
        state != null
            && state.length() == 5
            && OWN_FAULT.contains(' ' + state.substring(0, 2) + ' ');
    return ownFault ? Outcome.SUCCESS : Outcome.FAILURE;
  }

  /** A pool without a free connection, or SQL state class 53: insufficient resources. */
  static boolean overload(Throwable error) {
    if (!(error instanceof SQLException)) {
      return false;
    }
    String state = ((SQLException) error).getSQLState();
    return error instanceof SQLTransientConnectionException
        || state != null && state.startsWith("53");
  }
}
