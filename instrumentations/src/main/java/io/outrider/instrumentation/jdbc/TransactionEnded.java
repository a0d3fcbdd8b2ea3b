// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;

/** {@code commit}, {@code rollback} and {@code setAutoCommit}; what fails has ended nothing. */
final class TransactionEnded implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    ConnectionRecord connection = thrown == null ? Records.knownConnection(self) : null;
    if (connection != null) {
      connection.begun(false);
      connection.written(false);
    }
    return returned;
  }
}
