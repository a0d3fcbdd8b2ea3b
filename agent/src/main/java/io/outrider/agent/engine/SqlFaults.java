// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.Fault;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

/** The exceptions of injected faults; in a class of its own, since a JVM may lack java.sql. */
final class SqlFaults {
  /** Insufficient resources: with 08, which a real failure has, pools would close connections. */
  private static final String NO_CONNECTION = "53000";

  /** A query that was cancelled. */
  private static final String CANCELLED = "57014";

  private SqlFaults() {}

  static Throwable connect(Fault fault) {
    return new SQLTransientConnectionException(fault.message(), NO_CONNECTION);
  }

  /** As real ones do, it makes HikariCP close the connection. */
  static Throwable timeout(Fault fault) {
    return new SQLTimeoutException(fault.message(), CANCELLED);
  }
}
