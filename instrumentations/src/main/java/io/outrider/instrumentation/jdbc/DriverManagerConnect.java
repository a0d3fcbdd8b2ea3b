// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import java.sql.Connection;

/** {@code DriverManager.getConnection}, which is given the URL. */
final class DriverManagerConnect implements DbConnectAdapter {
  @Override
  public DbEndpoint endpoint(Object self, Object a0) {
    DbEndpoint endpoint = JdbcUrl.parse(a0 instanceof String ? (String) a0 : null);
    return endpoint == JdbcUrl.UNKNOWN ? null : endpoint;
  }

  /** Nobody waits here. */
  @Override
  public void limitWait(Object self, long nanos) {}

  @Override
  public void opened(Object self, Object a0, Object connection) {
    if (connection instanceof Connection && a0 instanceof String) {
      Records.opened((Connection) connection, (String) a0);
    }
  }
}
