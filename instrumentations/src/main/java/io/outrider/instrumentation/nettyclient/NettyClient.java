// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Puts a handler of ours beside every codec of HTTP clients when it joins a pipeline: it sees
 * requests before they are encoded, and answers as soon as they are decoded.
 *
 * <p>An event loop works for everybody: in whose context a request is written, or its connection
 * was asked for, is noted where the application does so.
 */
public final class NettyClient implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("netty-http-client", "4.1 to 4.2")
        .type("io.netty.channel.CombinedChannelDuplexHandler")
        .method("handlerAdded")
        .arguments(1)
        .as(Shape.AFTER, CodecAdded.class);
    // Of no use to an application that does nothing else that is followed.
    Library contexts = weaver.library("netty-http-client-context", "4.1 to 4.2").deferred();
    contexts
        .type("io.netty.channel.DefaultChannelPipeline")
        .method("write")
        .as(Shape.WRAP, Written.class)
        .method("writeAndFlush")
        .as(Shape.WRAP, Written.class);
    contexts
        .type("io.netty.bootstrap.Bootstrap")
        .method("doResolveAndConnect")
        .as(Shape.AFTER, Connected.class);
  }
}
