// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import io.outrider.instrumentation.HttpServerAdapter;
import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves every filter and servlet: the first that sees a request, in whichever container, is its
 * outermost.
 */
public final class Servlets implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("servlet", "javax 3.0 to 4.0, jakarta 5.0 to 6.1");
    weave(library, "javax.servlet.", JavaxServletAdapter.class);
    weave(library, "jakarta.servlet.", JakartaServletAdapter.class);
  }

  private static void weave(
      Library library, String api, Class<? extends HttpServerAdapter<?, ?>> adapter) {
    library
        .subtypesOf(api + "Filter")
        .method("doFilter")
        .arguments(3)
        .argument(0, api + "ServletRequest")
        .argument(1, api + "ServletResponse")
        .as(Shape.SERVER_REQUEST, adapter);
    // Not HttpServlet's overload for HTTP, which this one calls.
    library
        .subtypesOf(api + "Servlet")
        .method("service")
        .arguments(2)
        .argument(0, api + "ServletRequest")
        .argument(1, api + "ServletResponse")
        .as(Shape.SERVER_REQUEST, adapter);
  }
}
