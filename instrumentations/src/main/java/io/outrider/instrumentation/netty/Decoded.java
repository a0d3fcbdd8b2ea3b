// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.outrider.instrumentation.AfterAdapter;

/**
 * Puts our handler into the pipeline of a server's connection before the first thing decoded there
 * goes on. By then the application has put all its own into it.
 */
final class Decoded implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (self instanceof HttpRequestDecoder && a0 instanceof ChannelHandlerContext) {
      Placement.behind((ChannelHandlerContext) a0, false);
    }
    return returned;
  }
}
