// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpClientCodec;
import io.outrider.instrumentation.AfterAdapter;

/** Puts our handler behind the codec. */
final class CodecAdded implements AfterAdapter {
  @Override
  public Object after(Object self, Object context, Object returned, Throwable thrown) {
    if (thrown == null && self instanceof HttpClientCodec) {
      ChannelHandlerContext codec = (ChannelHandlerContext) context;
      // Reactor Netty's calls are followed where they are made.
      if (!codec.name().startsWith("reactor.")) {
        codec.pipeline().addAfter(codec.name(), null, new ClientHandler());
      }
    }
    return returned;
  }
}
