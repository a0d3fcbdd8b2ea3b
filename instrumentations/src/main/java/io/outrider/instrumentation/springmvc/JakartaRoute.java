// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springmvc;

import io.outrider.instrumentation.RouteAdapter;
import jakarta.servlet.http.HttpServletRequest;

/** Reads the route from a request of the jakarta API. */
final class JakartaRoute implements RouteAdapter {
  @Override
  public String route(Object self, Object a0, Object a1, Object a2) {
    HttpServletRequest request = (HttpServletRequest) a0;
    return Routes.route(
        request.getAttribute(Routes.PATTERN),
        request.getContextPath(),
        request.getServletPath(),
        request.getPathInfo());
  }
}
