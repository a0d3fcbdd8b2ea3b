// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.nettyclient;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** Reads requests and responses. */
final class Reading implements HttpClientAdapter<Exchange, HttpResponse> {
  @Override
  public Exchange request(Object exchange, Object a0, Object a1, Object a2) {
    return (Exchange) exchange;
  }

  @Override
  public HttpResponse response(Exchange exchange, Object returned, Throwable thrown) {
    return exchange.response;
  }

  @Override
  public String method(Exchange exchange) {
    return exchange.request.method().name();
  }

  @Override
  public String scheme(Exchange exchange) {
    String uri = exchange.request.uri();
    int colon = isAbsolute(uri) ? uri.indexOf("://") : -1;
    return colon > 0 ? uri.substring(0, colon) : isSecure(exchange) ? "https" : "http";
  }

  /** By name: what encrypts is in a JAR of its own, which need not be there. */
  private static boolean isSecure(Exchange exchange) {
    for (Map.Entry<String, ChannelHandler> each : exchange.channel.pipeline()) {
      if (each.getValue().getClass().getName().endsWith("SslHandler")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbsolute(String uri) {
    return uri.startsWith("http://") || uri.startsWith("https://");
  }

  /** What the request says, or else where the connection leads to; null: neither is known. */
  private static String authority(Exchange exchange) {
    String uri = exchange.request.uri();
    if (isAbsolute(uri)) {
      int begin = uri.indexOf("://") + 3;
      int end = begin;
      while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
        end++;
      }
      String authority = uri.substring(begin, end);
      return authority.substring(authority.lastIndexOf('@') + 1);
    }
    String host = exchange.request.headers().get("Host");
    if (host != null && !host.isEmpty()) {
      return host;
    }
    SocketAddress address = exchange.channel.remoteAddress();
    if (!(address instanceof InetSocketAddress)) {
      return null;
    }
    InetSocketAddress to = (InetSocketAddress) address;
    String name = to.getHostString();
    return (name.indexOf(':') < 0 ? name : '[' + name + ']') + ':' + to.getPort();
  }

  @Override
  public String host(Exchange exchange) {
    String authority = authority(exchange);
    if (authority == null) {
      return null;
    }
    if (authority.startsWith("[")) {
      int bracket = authority.indexOf(']');
      return bracket < 0 ? authority : authority.substring(1, bracket);
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  @Override
  public int port(Exchange exchange) {
    String authority = authority(exchange);
    int colon = authority == null ? -1 : authority.lastIndexOf(':');
    if (colon < 0 || colon < authority.indexOf(']')) {
      return -1;
    }
    try {
      return Integer.parseInt(authority.substring(colon + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public String url(Exchange exchange) {
    String uri = exchange.request.uri();
    String authority = isAbsolute(uri) ? null : authority(exchange);
    return authority == null
        ? uri
        : scheme(exchange) + "://" + authority + (uri.startsWith("/") ? uri : '/' + uri);
  }

  @Override
  public List<String> requestHeaders(Exchange exchange, String name) {
    return exchange.request.headers().getAll(name);
  }

  /** The handler asks for these by itself. */
  @Override
  public Object outgoing(Exchange exchange, Headers headers, long connectNanos, long requestNanos) {
    return exchange;
  }

  @Override
  public int status(HttpResponse response) {
    return response.status().code();
  }

  @Override
  public List<String> responseHeaders(HttpResponse response, String name) {
    return response.headers().getAll(name);
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    HttpVersion version = response.protocolVersion();
    return version.majorVersion() == 1 ? "1." + version.minorVersion() : null;
  }
}
