// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.Collections;
import java.util.List;

/** A client library that allocates nothing. */
final class FreeClient implements HttpClientAdapter<Object, Object> {
  @Override
  public Object request(Object self, Object a0, Object a1, Object a2) {
    return a0;
  }

  @Override
  public Object response(Object request, Object returned, Throwable thrown) {
    return returned;
  }

  @Override
  public String method(Object request) {
    return "GET";
  }

  @Override
  public String scheme(Object request) {
    return "http";
  }

  @Override
  public String host(Object request) {
    return "inventory";
  }

  @Override
  public int port(Object request) {
    return 8081;
  }

  @Override
  public String url(Object request) {
    return "http://inventory:8081/stock/tea";
  }

  @Override
  public List<String> requestHeaders(Object request, String name) {
    return Collections.emptyList();
  }

  @Override
  public Object outgoing(Object request, Headers headers, long connectNanos, long requestNanos) {
    return request;
  }

  @Override
  public int status(Object response) {
    return 200;
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return Collections.emptyList();
  }

  @Override
  public String protocolVersion(Object response) {
    return "1.1";
  }
}
