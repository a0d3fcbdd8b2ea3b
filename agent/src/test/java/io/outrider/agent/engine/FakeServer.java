// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP server whose exchange is request and response in one. */
final class FakeServer implements HttpServerAdapter<Object, Object> {
  static final class Exchange {
    String method = "GET";
    String scheme = "http";
    String path = "/orders/7";
    String query;
    String peer = "10.0.0.9";
    int peerPort = 4711;
    int status = 200;
    Object state;
    boolean keepsState = true;
    boolean goesOn;
    Completion completion;
    String body;
    boolean answerFails;
    final Map<String, List<String>> headers = new LinkedHashMap<>();
    final Map<String, List<String>> answered = new LinkedHashMap<>();

    Exchange header(String name, String... values) {
      headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(List.of(values)));
      return this;
    }

    Exchange path(String path) {
      this.path = path;
      return this;
    }

    Exchange method(String method) {
      this.method = method;
      return this;
    }
  }

  private static Exchange of(Object exchange) {
    return (Exchange) exchange;
  }

  @Override
  public Object request(Object self, Object a0, Object a1, Object a2) {
    return a0 instanceof Exchange ? a0 : null;
  }

  @Override
  public Object response(Object self, Object a0, Object a1, Object a2) {
    return a0;
  }

  @Override
  public String method(Object request) {
    return of(request).method;
  }

  @Override
  public String scheme(Object request) {
    return of(request).scheme;
  }

  @Override
  public String path(Object request) {
    return of(request).path;
  }

  @Override
  public String query(Object request) {
    return of(request).query;
  }

  @Override
  public String header(Object request, String name) {
    List<String> values = of(request).headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(Object request, String name) {
    return of(request).headers.getOrDefault(name.toLowerCase(Locale.ROOT), Collections.emptyList());
  }

  @Override
  public String peerAddress(Object request) {
    return of(request).peer;
  }

  @Override
  public int peerPort(Object request) {
    return of(request).peerPort;
  }

  @Override
  public String protocolVersion(Object request) {
    return "1.1";
  }

  @Override
  public int status(Object response, Throwable thrown) {
    return thrown == null ? of(response).status : 500;
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return of(response).answered.getOrDefault(name, Collections.emptyList());
  }

  @Override
  public Object state(Object request) {
    return of(request).state;
  }

  @Override
  public void state(Object request, Object state) {
    if (of(request).keepsState) {
      of(request).state = state;
    }
  }

  @Override
  public boolean suspended(Object request, Object response, Completion completion) {
    if (of(request).goesOn) {
      of(request).completion = completion;
    }
    return of(request).goesOn;
  }

  @Override
  public void answer(Object request, Object response, int status, Headers headers, byte[] body)
      throws Exception {
    if (of(response).answerFails) {
      throw new java.io.IOException("the client is gone");
    }
    of(response).status = status;
    of(response).body = new String(body, java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i < headers.size(); i++) {
      of(response).answered.put(headers.name(i), List.of(headers.value(i)));
    }
  }
}
