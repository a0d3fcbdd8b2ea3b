// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.WrapAdapter;

/** Notes in whose context an asynchronous call is made. */
final class Enqueued implements WrapAdapter {
  /** By the call; an entry leaves when the call starts. */
  static final WeakStore<Object, Object> CONTEXTS = new WeakStore<Object, Object>(50_000);

  @Override
  public Object wrap(Object self, Object call) {
    Object context = Contexts.current();
    if (context != null && call != null) {
      CONTEXTS.put(call, context);
    }
    return call;
  }
}
