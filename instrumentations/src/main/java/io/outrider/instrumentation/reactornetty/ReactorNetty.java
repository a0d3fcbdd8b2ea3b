// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the HTTP client of Reactor Netty where a request is subscribed to: outside of its
 * redirects, its own retry and its connection pool, so that all of this is one call. Spring's
 * WebClient is on top of it, and treats a refusal as it does any failure to connect.
 *
 * <p>What is sent is complete only when the headers are about to leave, which is a second place.
 */
public final class ReactorNetty implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("reactor-netty-client", "1.0 to 1.3");
    library
        .type("reactor.netty.http.client.HttpClientConnect$MonoHttpConnect")
        .method("subscribe")
        .arguments(1)
        .argument(0, "reactor.core.CoreSubscriber")
        .as(Shape.CLIENT_INSTEAD, Connecting.class);
    library
        .type("reactor.netty.http.client.HttpClientOperations")
        .method("beforeMarkSentHeaders")
        .arguments(0)
        .as(Shape.AFTER, Sending.class);
  }
}
