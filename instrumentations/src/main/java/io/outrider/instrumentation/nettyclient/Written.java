// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.handler.codec.http.HttpRequest;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.WrapAdapter;

/** Notes in whose context a request is written. */
final class Written implements WrapAdapter {
  /** By the request; an entry leaves when the request is about to be sent. */
  static final WeakStore<Object, Object> CONTEXTS = new WeakStore<Object, Object>(50_000);

  @Override
  public Object wrap(Object self, Object message) {
    if (message instanceof HttpRequest) {
      Object context = Contexts.current();
      if (context != null) {
        CONTEXTS.put(message, context);
      }
    }
    return message;
  }
}
