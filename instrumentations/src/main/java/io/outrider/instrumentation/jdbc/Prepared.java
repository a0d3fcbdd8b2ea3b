// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;
import java.sql.Connection;
import java.sql.Statement;

/** {@code prepareStatement} and {@code prepareCall}. */
final class Prepared implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (returned instanceof Statement && a0 instanceof String && self instanceof Connection) {
      Records.prepared((Connection) self, returned, (String) a0);
    }
    return returned;
  }
}
