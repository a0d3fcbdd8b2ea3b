// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springmvc;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the adapters between DispatcherServlet and the handlers: there the route is known and the
 * handler has not run.
 */
public final class SpringMvc implements Instrumentation {
  private static final String PACKAGE = "org.springframework.web.servlet.";

  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("spring-mvc", "5.0 to 7.0")
        .type(
            PACKAGE + "mvc.method.AbstractHandlerMethodAdapter",
            PACKAGE + "mvc.HttpRequestHandlerAdapter",
            PACKAGE + "mvc.SimpleControllerHandlerAdapter",
            PACKAGE + "handler.SimpleServletHandlerAdapter",
            PACKAGE + "function.support.HandlerFunctionAdapter")
        .method("handle")
        .arguments(3)
        .argument(0, "javax.servlet.http.HttpServletRequest")
        .as(Shape.SERVER_ROUTE, JavaxRoute.class)
        .method("handle")
        .arguments(3)
        .argument(0, "jakarta.servlet.http.HttpServletRequest")
        .as(Shape.SERVER_ROUTE, JakartaRoute.class);
  }
}
