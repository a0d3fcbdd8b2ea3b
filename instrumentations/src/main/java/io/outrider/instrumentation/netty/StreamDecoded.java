// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.outrider.instrumentation.AfterAdapter;

/** Likewise for HTTP/2, where each request has a channel of its own and looks like HTTP/1.1. */
final class StreamDecoded implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (a0 instanceof ChannelHandlerContext) {
      ChannelHandlerContext context = (ChannelHandlerContext) a0;
      if (isServer(context.channel().parent())) {
        Placement.behind(context, true);
      }
    }
    return returned;
  }

  /** The codec knows, but tells nobody. */
  private static boolean isServer(Channel connection) {
    Http2FrameCodec codec =
        connection == null ? null : connection.pipeline().get(Http2FrameCodec.class);
    return codec != null && codec.connection().isServer();
  }
}
