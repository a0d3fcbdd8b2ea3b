// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

/** What request lines say, in the form that telemetry wants, for either of the two APIs. */
final class RequestLine {
  private RequestLine() {}

  /** Null when it is not HTTP. */
  static String version(String protocol) {
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    if (protocol.equals("HTTP/1.1")) {
      return "1.1";
    }
    if (protocol.startsWith("HTTP/2")) {
      return "2";
    }
    return protocol.startsWith("HTTP/3") ? "3" : protocol.substring("HTTP/".length());
  }

  /** Some containers hand on the absolute form that proxies are sent. */
  static String path(String uri) {
    if (uri == null || uri.isEmpty()) {
      return "/";
    }
    if (uri.charAt(0) == '/') {
      return uri;
    }
    int authority = uri.indexOf("://");
    int path = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
    return path < 0 ? "/" : uri.substring(path);
  }
}
