// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;
import java.sql.Statement;

/** {@code addBatch}. The driver's statement tells of it; a pool's passes it on and is not heard. */
final class BatchAdded implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (thrown == null && !Wrappers.wraps(self, Statement.class)) {
      StatementRecord statement = Records.remembered(self);
      if (statement != null) {
        statement.added(self.getClass(), a0 instanceof String ? (String) a0 : null);
      }
    }
    return returned;
  }
}
