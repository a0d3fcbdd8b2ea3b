// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import java.util.Collections;
import java.util.List;

/** A server that allocates nothing. */
final class FreeServer implements HttpServerAdapter<Object, Object> {
  @Override
  public Object request(Object self, Object a0, Object a1, Object a2) {
    return a0;
  }

  @Override
  public Object response(Object self, Object a0, Object a1, Object a2) {
    return a1;
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
  public String path(Object request) {
    return "/goods/tea/sales";
  }

  @Override
  public String query(Object request) {
    return null;
  }

  @Override
  public String header(Object request, String name) {
    return name.equals("host") ? "localhost:8080" : name.equals("user-agent") ? "benchmark" : null;
  }

  @Override
  public List<String> headers(Object request, String name) {
    return Collections.emptyList();
  }

  @Override
  public String peerAddress(Object request) {
    return "127.0.0.1";
  }

  @Override
  public int peerPort(Object request) {
    return 40000;
  }

  @Override
  public String protocolVersion(Object request) {
    return "1.1";
  }

  @Override
  public int status(Object response, Throwable thrown) {
    return 200;
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return Collections.emptyList();
  }

  @Override
  public Object state(Object request) {
    return null;
  }

  @Override
  public void state(Object request, Object state) {}

  @Override
  public boolean suspended(Object request, Object response, Completion completion) {
    return false;
  }

  @Override
  public void answer(Object request, Object response, int status, Headers headers, byte[] body) {}
}
