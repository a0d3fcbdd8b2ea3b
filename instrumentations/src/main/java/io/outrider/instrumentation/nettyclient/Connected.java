// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.channel.ChannelFuture;
import io.netty.util.AttributeKey;
import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;

/** Notes in whose context a connection is asked for: that of its first request. */
final class Connected implements AfterAdapter {
  static final AttributeKey<Object> CONTEXT = AttributeKey.valueOf("io.outrider.connected");

  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Object context = Contexts.current();
    if (context != null && returned instanceof ChannelFuture) {
      ((ChannelFuture) returned).channel().attr(CONTEXT).set(context);
    }
    return returned;
  }
}
