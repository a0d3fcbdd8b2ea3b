// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import reactor.netty.http.client.HttpClientConfig;

/** Where a request goes to, as the library puts it together from what it was given. */
final class Target {
  final String scheme;
  final String host;
  final int port;
  final String url;

  private Target(String scheme, String host, int port, String url) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.url = url;
  }

  static Target of(HttpClientConfig config) {
    String uri = config.uri() == null ? "/" : config.uri();
    String base = config.baseUrl();
    if (base != null && uri.startsWith("/")) {
      uri = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + uri;
    }
    String scheme = config.isSecure() ? "https" : "http";
    if (uri.startsWith("/")) {
      SocketAddress address = config.remoteAddress().get();
      if (!(address instanceof InetSocketAddress)) {
        return new Target(scheme, null, -1, scheme + "://localhost" + uri);
      }
      InetSocketAddress to = (InetSocketAddress) address;
      String host = to.getHostString();
      String authority = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + to.getPort();
      return new Target(scheme, host, to.getPort(), scheme + "://" + authority + uri);
    }
    int colon = uri.indexOf("://");
    if (colon < 0) {
      uri = scheme + "://" + uri;
      colon = scheme.length();
    } else {
      scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }
    int begin = colon + 3;
    int end = begin;
    while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
      end++;
    }
    begin = uri.lastIndexOf('@', end - 1) < begin ? begin : uri.lastIndexOf('@', end - 1) + 1;
    int bracket =
        uri.charAt(Math.min(begin, uri.length() - 1)) == '[' ? uri.indexOf(']', begin) : -1;
    int port = uri.indexOf(':', Math.max(begin, bracket));
    port = port < 0 || port >= end ? end : port;
    String host = bracket < 0 ? uri.substring(begin, port) : uri.substring(begin + 1, bracket);
    return new Target(scheme, host, number(uri, port + 1, end), uri);
  }

  /** -1 when there is none. */
  private static int number(String text, int from, int to) {
    if (from >= to) {
      return -1;
    }
    try {
      return Integer.parseInt(text.substring(from, to));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
