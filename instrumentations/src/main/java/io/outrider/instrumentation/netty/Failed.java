// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.outrider.instrumentation.WrapAdapter;
import java.util.function.Consumer;

/**
 * Tells the request that is being worked on of what its handler has thrown. Names no type of HTTP,
 * which an application may do without.
 */
final class Failed implements WrapAdapter {
  private static final AttributeKey<Object> KEY = AttributeKey.valueOf(Keys.CONNECTION);

  @Override
  @SuppressWarnings("unchecked") // What is stored there takes throwables.
  public Object wrap(Object self, Object cause) {
    if (self instanceof ChannelHandlerContext && cause instanceof Throwable) {
      Object connection = ((ChannelHandlerContext) self).channel().attr(KEY).get();
      if (connection instanceof Consumer) {
        ((Consumer<Object>) connection).accept(cause);
      }
    }
    return cause;
  }
}
