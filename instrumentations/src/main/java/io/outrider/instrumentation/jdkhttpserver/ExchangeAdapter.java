// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads exchanges of {@code com.sun.net.httpserver}. */
final class ExchangeAdapter implements HttpServerAdapter<HttpExchange, HttpExchange> {
  @Override
  public HttpExchange request(Object self, Object a0, Object a1, Object a2) {
    return a0 instanceof HttpExchange ? (HttpExchange) a0 : null;
  }

  @Override
  public HttpExchange response(Object self, Object a0, Object a1, Object a2) {
    return request(self, a0, a1, a2);
  }

  @Override
  public String method(HttpExchange exchange) {
    return exchange.getRequestMethod();
  }

  @Override
  public String scheme(HttpExchange exchange) {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  @Override
  public String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  @Override
  public String query(HttpExchange exchange) {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public String header(HttpExchange exchange, String name) {
    List<String> values = values(exchange.getRequestHeaders(), name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(HttpExchange exchange, String name) {
    return orNone(values(exchange.getRequestHeaders(), name));
  }

  /**
   * A request has few headers: to compare them all costs less than {@code Headers.get}, which
   * builds the name anew in its own spelling at every call.
   */
  private static List<String> values(com.sun.net.httpserver.Headers headers, String name) {
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        return header.getValue();
      }
    }
    return null;
  }

  private static List<String> orNone(List<String> values) {
    return values == null ? Collections.<String>emptyList() : values;
  }

  @Override
  public String peerAddress(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer == null || peer.getAddress() == null ? null : peer.getAddress().getHostAddress();
  }

  @Override
  public int peerPort(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public String protocolVersion(HttpExchange exchange) {
    String protocol = exchange.getProtocol();
    if ("HTTP/1.1".equals(protocol)) {
      return "1.1";
    }
    return "HTTP/1.0".equals(protocol) ? "1.0" : null;
  }

  /** After an exception the server closes the connection: what was not sent yet never is. */
  @Override
  public int status(HttpExchange exchange, Throwable thrown) {
    return Math.max(0, exchange.getResponseCode());
  }

  @Override
  public List<String> responseHeaders(HttpExchange exchange, String name) {
    return orNone(values(exchange.getResponseHeaders(), name));
  }

  /** None: attributes may be shared by all requests of a context. */
  @Override
  public Object state(HttpExchange exchange) {
    return null;
  }

  @Override
  public void state(HttpExchange exchange, Object state) {}

  @Override
  public boolean suspended(HttpExchange request, HttpExchange response, Completion completion) {
    return LateAnswer.awaited(request, completion);
  }

  @Override
  public void answer(
      HttpExchange request, HttpExchange exchange, int status, Headers headers, byte[] body)
      throws Exception {
    if (exchange.getResponseCode() != -1) {
      return;
    }
    try {
      for (int i = 0; i < headers.size(); i++) {
        exchange.getResponseHeaders().set(headers.name(i), headers.value(i));
      }
      if (body.length == 0 || "HEAD".equals(exchange.getRequestMethod())) {
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        OutputStream out = exchange.getResponseBody();
        out.write(body);
        // The answer is flushed before what is left of the request is drained.
        out.close();
      }
    } finally {
      exchange.close();
    }
  }
}
