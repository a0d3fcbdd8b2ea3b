// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.List;

final class ProbeClient implements HttpClientAdapter<Object, Object> {
  @Override
  public Object request(Object self, Object a0, Object a1, Object a2) {
    return null;
  }

  @Override
  public Object response(Object request, Object returned, Throwable thrown) {
    return null;
  }

  @Override
  public String method(Object request) {
    return null;
  }

  @Override
  public String scheme(Object request) {
    return null;
  }

  @Override
  public String host(Object request) {
    return null;
  }

  @Override
  public int port(Object request) {
    return 0;
  }

  @Override
  public String url(Object request) {
    return null;
  }

  @Override
  public List<String> requestHeaders(Object request, String name) {
    return List.of();
  }

  @Override
  public Object outgoing(Object request, Headers headers, long connect, long whole) {
    return null;
  }

  @Override
  public int status(Object response) {
    return 0;
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return List.of();
  }

  @Override
  public String protocolVersion(Object response) {
    return null;
  }
}
