// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the place where Reactor Netty calls the application's handler. It keeps pipelined requests
 * back until those before them are answered, and then goes on outside of what Netty has called.
 */
public final class ReactorNettyServer implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("reactor-netty-http-server", "1.0 to 1.3")
        .type("reactor.netty.http.server.HttpServer$HttpServerHandle")
        .method("onStateChange")
        .arguments(2)
        .as(Shape.SCOPE, Handled.class);
  }
}
