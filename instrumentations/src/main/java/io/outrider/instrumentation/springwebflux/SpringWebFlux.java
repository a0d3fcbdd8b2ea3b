// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springwebflux;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the adapters between DispatcherHandler and the handlers: there the route is known and the
 * handler has not run. Filters may have moved to another thread by then, so the context is noted
 * where the exchange is made.
 */
public final class SpringWebFlux implements Instrumentation {
  private static final String SPRING = "org.springframework.web.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("spring-webflux", "5.3 to 7.0");
    library
        .type(SPRING + "server.adapter.HttpWebHandlerAdapter")
        .method("createExchange")
        .arguments(2)
        .as(Shape.AFTER, ExchangeMade.class);
    library
        .type(
            SPRING + "reactive.result.method.annotation.RequestMappingHandlerAdapter",
            SPRING + "reactive.result.SimpleHandlerAdapter",
            SPRING + "reactive.function.server.support.HandlerFunctionAdapter",
            SPRING + "reactive.socket.server.support.WebSocketHandlerAdapter")
        .method("handle")
        .arguments(2)
        .as(Shape.SERVER_ROUTE, ExchangeRoute.class);
  }
}
