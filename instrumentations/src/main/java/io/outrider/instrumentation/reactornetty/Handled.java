// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.netty.util.AttributeKey;
import io.outrider.instrumentation.ScopeAdapter;
import java.util.function.Supplier;
import reactor.netty.Connection;

/** Names the context of the request whose turn it is: the oldest of its connection. */
final class Handled implements ScopeAdapter {
  private static final AttributeKey<Object> KEY = AttributeKey.valueOf("outrider.http-server");

  @Override
  public Object context(Object self, Object a0) {
    if (!(a0 instanceof Connection)) {
      return null;
    }
    Object requests = ((Connection) a0).channel().attr(KEY).get();
    return requests instanceof Supplier ? ((Supplier<?>) requests).get() : null;
  }
}
