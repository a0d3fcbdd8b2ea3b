// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;

/** {@code isValid} and {@code connect}: what drivers run in there nobody has called. */
final class Silent implements ScopeAdapter {
  @Override
  public Object context(Object self, Object a0) {
    return Contexts.silent();
  }
}
