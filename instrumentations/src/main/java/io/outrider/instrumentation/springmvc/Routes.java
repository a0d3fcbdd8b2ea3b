// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springmvc;

/** Puts a matched pattern where it is relative to. */
final class Routes {
  /** What DispatcherServlet's mappings leave on a request: a string, or a parsed pattern. */
  static final String PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private Routes() {}

  /**
   * The pattern below the application's context path and, where a servlet serves all below a
   * prefix, below that.
   *
   * @param pathInfo null: the servlet is mapped to no prefix, so its path is the whole path
   */
  static String route(Object pattern, String contextPath, String servletPath, String pathInfo) {
    if (pattern == null) {
      return null;
    }
    String route = pattern.toString();
    if (route.isEmpty()) {
      route = "/";
    } else if (route.charAt(0) != '/') {
      route = "/" + route;
    }
    // With alwaysUseFullPath a pattern names the prefix itself.
    if (pathInfo != null && !isEmpty(servletPath) && !below(route, servletPath)) {
      route = servletPath + route;
    }
    return isEmpty(contextPath) ? route : contextPath + route;
  }

  private static boolean below(String route, String prefix) {
    return route.startsWith(prefix)
        && (route.length() == prefix.length() || route.charAt(prefix.length()) == '/');
  }

  private static boolean isEmpty(String path) {
    return path == null || path.isEmpty();
  }
}
