// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.HttpServerAdapter;

/**
 * Who calls and what was called, as proxies have passed it on: Forwarded (RFC 7239) before
 * X-Forwarded-For, -Host and -Proto before the connection itself. For telemetry only: whoever calls
 * can write these headers. What makes no sense in them is passed over.
 */
final class Forwarded {
  /** Of such a header only so much is read. */
  private static final int LONGEST = 2048;

  private Forwarded() {}

  static <Q> String client(HttpServerAdapter<Q, ?> adapter, Q request, String peer) {
    String client = hostOrNull(parameter(adapter.header(request, "forwarded"), "for="));
    if (client == null || client.equalsIgnoreCase("unknown")) {
      client = hostOrNull(first(adapter.header(request, "x-forwarded-for")));
    }
    return client == null || client.equalsIgnoreCase("unknown") ? peer : client;
  }

  /** Host, and perhaps a port after a colon; null when the request names none. */
  static <Q> String server(HttpServerAdapter<Q, ?> adapter, Q request) {
    String value = parameter(adapter.header(request, "forwarded"), "host=");
    if (hostOrNull(value) == null) {
      value = first(adapter.header(request, "x-forwarded-host"));
    }
    if (hostOrNull(value) == null) {
      value = adapter.header(request, "host");
    }
    return hostOrNull(value) == null ? null : value;
  }

  /** The scheme the client used: {@code http} or {@code https}. */
  static <Q> String scheme(HttpServerAdapter<Q, ?> adapter, Q request) {
    String value = parameter(adapter.header(request, "forwarded"), "proto=");
    if (value == null) {
      value = first(adapter.header(request, "x-forwarded-proto"));
    }
    if ("https".equalsIgnoreCase(value)) {
      return "https";
    }
    if ("http".equalsIgnoreCase(value)) {
      return "http";
    }
    return "https".equalsIgnoreCase(adapter.scheme(request)) ? "https" : "http";
  }

  private static String first(String list) {
    if (list == null) {
      return null;
    }
    String read = list.length() > LONGEST ? list.substring(0, LONGEST) : list;
    int comma = read.indexOf(',');
    String value = (comma < 0 ? read : read.substring(0, comma)).trim();
    return value.isEmpty() ? null : value;
  }

  /** A parameter of the first element, without quotes. */
  private static String parameter(String header, String name) {
    String element = first(header);
    if (element == null) {
      return null;
    }
    int at = 0;
    while (at < element.length()) {
      int semicolon = element.indexOf(';', at);
      int stop = semicolon < 0 ? element.length() : semicolon;
      while (at < stop && element.charAt(at) <= ' ') {
        at++;
      }
      if (element.regionMatches(true, at, name, 0, name.length())) {
        String value = element.substring(at + name.length(), stop).trim();
        if (value.length() > 1 && value.charAt(0) == '"' && value.endsWith("\"")) {
          value = value.substring(1, value.length() - 1).trim();
        }
        return value.isEmpty() ? null : value;
      }
      at = stop + 1;
    }
    return null;
  }

  /** Null for what cannot be a host, too. */
  private static String hostOrNull(String value) {
    String host = value == null || value.isEmpty() ? null : host(value);
    return host == null || host.isEmpty() || host.length() > Texts.LONGEST_HOST ? null : host;
  }

  /** The host of {@code host:port}, {@code [v6]:port} or a bare IPv6 address. */
  static String host(String value) {
    if (value.startsWith("[")) {
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
