// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;

/** Starts an asynchronous call, and runs its callback, in the context in which it was made. */
final class Dequeued implements ScopeAdapter {
  @Override
  public Object context(Object self, Object a0) {
    Object context = Enqueued.CONTEXTS.remove(self);
    return context == null ? Contexts.none() : context;
  }
}
