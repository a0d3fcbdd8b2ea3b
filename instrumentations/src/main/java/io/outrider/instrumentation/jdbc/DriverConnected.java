// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;
import java.sql.Connection;

/** {@code Driver.connect}: here the URL is known that a connection was made with. */
final class DriverConnected implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (returned instanceof Connection && a0 instanceof String) {
      Records.opened((Connection) returned, (String) a0);
    }
    return returned;
  }
}
