// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTTP client library whose request is changed in place. */
class FakeClient implements HttpClientAdapter<Object, Object> {
  static final class Request {
    String method = "GET";
    String scheme = "http";
    String host = "shop";
    int port = -1;
    String url = "http://shop/orders/7";
    long connectNanos;
    long requestNanos;
    final Map<String, List<String>> headers = new LinkedHashMap<>();

    Request method(String method) {
      this.method = method;
      return this;
    }

    Request to(String scheme, String host, int port, String url) {
      this.scheme = scheme;
      this.host = host;
      this.port = port;
      this.url = url;
      return this;
    }

    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.get(0);
    }
  }

  static final class Response {
    final int status;
    final Map<String, List<String>> headers = new LinkedHashMap<>();

    Response(int status) {
      this.status = status;
    }
  }

  @Override
  public Object request(Object self, Object a0, Object a1, Object a2) {
    return a0 instanceof Request ? a0 : null;
  }

  @Override
  public Object response(Object request, Object returned, Throwable thrown) {
    return returned instanceof Response ? returned : null;
  }

  @Override
  public String method(Object request) {
    return ((Request) request).method;
  }

  @Override
  public String scheme(Object request) {
    return ((Request) request).scheme;
  }

  @Override
  public String host(Object request) {
    return ((Request) request).host;
  }

  @Override
  public int port(Object request) {
    return ((Request) request).port;
  }

  @Override
  public String url(Object request) {
    return ((Request) request).url;
  }

  @Override
  public List<String> requestHeaders(Object request, String name) {
    return ((Request) request).headers.getOrDefault(name, Collections.emptyList());
  }

  @Override
  public Object outgoing(Object request, Headers headers, long connectNanos, long requestNanos)
      throws Exception {
    Request changed = (Request) request;
    for (int i = 0; i < headers.size(); i++) {
      List<String> value = new ArrayList<>();
      value.add(headers.value(i));
      changed.headers.put(headers.name(i), value);
    }
    changed.connectNanos = connectNanos;
    changed.requestNanos = requestNanos;
    return request;
  }

  @Override
  public int status(Object response) {
    return ((Response) response).status;
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return ((Response) response).headers.getOrDefault(name, Collections.emptyList());
  }

  @Override
  public String protocolVersion(Object response) {
    return "1.1";
  }
}
