// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Reads requests of the javax API. Its twin for the other API differs in nothing else. */
final class JavaxServletAdapter
    implements HttpServerAdapter<HttpServletRequest, HttpServletResponse> {
  private static final String STATE = "io.outrider.operation";

  @Override
  public HttpServletRequest request(Object self, Object a0, Object a1, Object a2) {
    return a0 instanceof HttpServletRequest && a1 instanceof HttpServletResponse
        ? (HttpServletRequest) a0
        : null;
  }

  @Override
  public HttpServletResponse response(Object self, Object a0, Object a1, Object a2) {
    return (HttpServletResponse) a1;
  }

  @Override
  public String method(HttpServletRequest request) {
    return request.getMethod();
  }

  @Override
  public String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public String path(HttpServletRequest request) {
    return RequestLine.path(request.getRequestURI());
  }

  @Override
  public String query(HttpServletRequest request) {
    return request.getQueryString();
  }

  @Override
  public String header(HttpServletRequest request, String name) {
    return request.getHeader(name);
  }

  @Override
  public List<String> headers(HttpServletRequest request, String name) {
    Enumeration<String> values = request.getHeaders(name);
    return values == null || !values.hasMoreElements()
        ? Collections.<String>emptyList()
        : Collections.list(values);
  }

  @Override
  public String peerAddress(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort(HttpServletRequest request) {
    return request.getRemotePort();
  }

  @Override
  public String protocolVersion(HttpServletRequest request) {
    return RequestLine.version(request.getProtocol());
  }

  /** What nobody catches a container answers with 500, unless an answer is under way. */
  @Override
  public int status(HttpServletResponse response, Throwable thrown) {
    int status = response.getStatus();
    return thrown != null && status < 500 && !response.isCommitted() ? 500 : status;
  }

  @Override
  public List<String> responseHeaders(HttpServletResponse response, String name) {
    Collection<String> values = response.getHeaders(name);
    return values == null || values.isEmpty()
        ? Collections.<String>emptyList()
        : new ArrayList<String>(values);
  }

  @Override
  public Object state(HttpServletRequest request) {
    return request.getAttribute(STATE);
  }

  @Override
  public void state(HttpServletRequest request, Object state) {
    request.setAttribute(STATE, state);
  }

  @Override
  public boolean suspended(
      HttpServletRequest request, HttpServletResponse response, Completion completion) {
    try {
      if (!request.isAsyncStarted()) {
        return false;
      }
      request.getAsyncContext().addListener(new JavaxAsyncEnd(completion), request, response);
      return true;
    } catch (IllegalStateException completed) {
      // By another thread, just now.
      return false;
    }
  }

  @Override
  public void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      Headers headers,
      byte[] body)
      throws Exception {
    if (response.isCommitted()) {
      return;
    }
    // A filter may have begun to write before the route was known.
    response.resetBuffer();
    // Not sendError, which would have the application's error page run.
    response.setStatus(status);
    for (int i = 0; i < headers.size(); i++) {
      response.setHeader(headers.name(i), headers.value(i));
    }
    if (body.length == 0) {
      response.setContentLength(0);
      return;
    }
    OutputStream out;
    try {
      out = response.getOutputStream();
    } catch (IllegalStateException written) {
      // It has asked for the writer: then there is nothing else, and how many bytes it makes of
      // this is for its encoding to say.
      response.getWriter().write(new String(body, StandardCharsets.UTF_8));
      return;
    }
    response.setContentLength(body.length);
    out.write(body);
  }
}
