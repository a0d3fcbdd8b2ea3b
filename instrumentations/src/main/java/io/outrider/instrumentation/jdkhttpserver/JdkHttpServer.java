// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpserver;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves {@code com.sun.net.httpserver}: every request passes a chain, even where no filter is set,
 * and one chain calls the next on the same thread.
 */
public final class JdkHttpServer implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("jdk-http-server", "the JDK's own, 8 to 26")
        .type("com.sun.net.httpserver.Filter$Chain")
        .method("doFilter")
        .arguments(1)
        .as(Shape.SERVER_REQUEST, ExchangeAdapter.class)
        .library()
        .type("sun.net.httpserver.HttpExchangeImpl", "sun.net.httpserver.HttpsExchangeImpl")
        .method("sendResponseHeaders")
        .arguments(2)
        .as(Shape.AFTER, LateAnswer.class)
        .method("close")
        .arguments(0)
        .as(Shape.AFTER, LateAnswer.class);
  }
}
