// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.HttpServerAdapter;

/**
 * Who calls and what was called, as proxies have passed it on: Forwarded (RFC 7239) before
 * X-Forwarded-For, -Host and -Proto before the connection itself. For telemetry only: whoever calls
 * can write these headers.
 */
final class Forwarded {
  private Forwarded() {}

  static <Q> String client(HttpServerAdapter<Q, ?> adapter, Q request, String peer) {
    String value = parameter(adapter.header(request, "forwarded"), "for=");
    if (value == null) {
      value = first(adapter.header(request, "x-forwarded-for"));
    }
    return value == null ? peer : host(value);
  }

  /** Host, and perhaps a port after a colon; null when the request names none. */
  static <Q> String server(HttpServerAdapter<Q, ?> adapter, Q request) {
    String value = parameter(adapter.header(request, "forwarded"), "host=");
    if (value == null) {
      value = first(adapter.header(request, "x-forwarded-host"));
    }
    if (value == null) {
      value = adapter.header(request, "host");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * The scheme the first client used. What is neither {@code http} nor {@code https} is not
   * believed: it would become a value of a metric's attribute.
   */
  static <Q> String scheme(HttpServerAdapter<Q, ?> adapter, Q request) {
    String value = parameter(adapter.header(request, "forwarded"), "proto=");
    if (value == null) {
      value = first(adapter.header(request, "x-forwarded-proto"));
    }
    if ("https".equalsIgnoreCase(value)) {
      return "https";
    }
    return "http".equalsIgnoreCase(value) ? "http" : adapter.scheme(request);
  }

  private static String first(String list) {
    if (list == null) {
      return null;
    }
    int comma = list.indexOf(',');
    String value = (comma < 0 ? list : list.substring(0, comma)).trim();
    return value.isEmpty() ? null : value;
  }

  /** A parameter of the first element, without quotes. */
  private static String parameter(String header, String name) {
    if (header == null) {
      return null;
    }
    int comma = header.indexOf(',');
    int end = comma < 0 ? header.length() : comma;
    int at = 0;
    while (at < end) {
      while (at < end && (header.charAt(at) == ' ' || header.charAt(at) == ';')) {
        at++;
      }
      int semicolon = header.indexOf(';', at);
      int stop = semicolon < 0 || semicolon > end ? end : semicolon;
      if (header.regionMatches(true, at, name, 0, name.length())) {
        String value = header.substring(at + name.length(), stop).trim();
        if (value.length() > 1 && value.charAt(0) == '"' && value.endsWith("\"")) {
          value = value.substring(1, value.length() - 1);
        }
        return value.isEmpty() ? null : value;
      }
      at = stop + 1;
    }
    return null;
  }

  /** The host of {@code host:port}, {@code [v6]:port} or a bare IPv6 address. */
  static String host(String value) {
    if (value.charAt(0) == '[') {
      int end = value.indexOf(']');
      return end < 0 ? value : value.substring(1, end);
    }
    int colon = value.indexOf(':');
    return colon < 0 || value.indexOf(':', colon + 1) >= 0 ? value : value.substring(0, colon);
  }

  /** The port of {@code host:port}; -1 when there is none that is a number. */
  static int port(String value) {
    int colon = value.lastIndexOf(':');
    if (colon < 0 || value.indexOf(':') != colon && value.charAt(colon - 1) != ']') {
      return -1;
    }
    int port = 0;
    for (int i = colon + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9' || port > 65535) {
        return -1;
      }
      port = port * 10 + (c - '0');
    }
    return port == 0 || port > 65535 ? -1 : port;
  }
}
