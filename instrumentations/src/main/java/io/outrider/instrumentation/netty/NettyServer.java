// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves Netty's decoders of HTTP requests: when one has decoded something for the first time, a
 * handler of ours is put behind it, and sees all that goes in and out from then on.
 */
public final class NettyServer implements Instrumentation {
  private static final String CODEC = "io.netty.handler.codec.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("netty-http-server", "4.1 to 4.2");
    library
        .type(CODEC + "http.HttpObjectDecoder")
        .method("decode")
        .arguments(3)
        .as(Shape.AFTER, Decoded.class);
    library
        .type(CODEC + "http2.Http2StreamFrameToHttpObjectCodec")
        .method("decode")
        .arguments(3)
        .as(Shape.AFTER, StreamDecoded.class);
    library
        .type("io.netty.channel.AbstractChannelHandlerContext")
        .method("invokeExceptionCaught")
        .arguments(1)
        .as(Shape.WRAP, Failed.class);
  }
}
