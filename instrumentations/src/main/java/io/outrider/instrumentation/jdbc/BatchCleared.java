// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;

/** {@code clearBatch}. */
final class BatchCleared implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    StatementRecord statement = thrown == null ? Records.known(self) : null;
    if (statement != null) {
      statement.clearBatch();
    }
    return returned;
  }
}
