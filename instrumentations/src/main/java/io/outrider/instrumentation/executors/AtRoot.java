// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;

/** Takes the current context away while a body runs that must not see it. */
final class AtRoot implements ScopeAdapter {
  @Override
  public Object context(Object self, Object a0) {
    return Contexts.current() == null ? null : Contexts.none();
  }
}
