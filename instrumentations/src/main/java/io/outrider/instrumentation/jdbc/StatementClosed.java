// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.AfterAdapter;

/** {@code Statement.close}. */
final class StatementClosed implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Records.closed(self);
    return returned;
  }
}
