// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;

/** Knows the place of our handler in a pipeline. */
final class Placement {
  private static final String NAME = "outrider-http-server";
  private static final AttributeKey<Object> KEY = AttributeKey.valueOf(Keys.CONNECTION);

  private Placement() {}

  /** Puts one behind a codec, unless the channel has one. */
  static void behind(ChannelHandlerContext codec, boolean http2) {
    if (codec.channel().attr(KEY).get() != null) {
      return;
    }
    ChannelPipeline pipeline = codec.pipeline();
    String last = codec.name();
    for (Map.Entry<String, ChannelHandler> each : pipeline) {
      // Where they are two, the response has to pass us before it is encoded.
      if (isCodec(each.getValue())) {
        last = each.getKey();
      }
    }
    boolean secure = isSecure(pipeline) || http2 && isSecure(codec.channel().parent().pipeline());
    ServerHandler handler = new ServerHandler(http2, secure);
    codec.channel().attr(KEY).set(handler);
    EventExecutor executor = codec.executor();
    pipeline.addAfter(
        executor == codec.channel().eventLoop() ? null : executor, last, NAME, handler);
  }

  private static boolean isCodec(ChannelHandler handler) {
    return handler instanceof HttpServerCodec
        || handler instanceof HttpRequestDecoder
        || handler instanceof HttpResponseEncoder;
  }

  /** By its name: an application without TLS need not have it. */
  private static boolean isSecure(ChannelPipeline pipeline) {
    for (Map.Entry<String, ChannelHandler> each : pipeline) {
      for (Class<?> type = each.getValue().getClass(); type != null; type = type.getSuperclass()) {
        if (type.getName().equals("io.netty.handler.ssl.SslHandler")) {
          return true;
        }
      }
    }
    return false;
  }
}
