// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.httpurlconnection;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.Millis;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Reads a connection as its answer is asked for. Request and response are one object; where the
 * answer survives in an exception alone, that is the response.
 */
class Reading implements HttpClientAdapter<HttpURLConnection, Object> {
  @Override
  public HttpURLConnection request(Object self, Object a0, Object a1, Object a2) {
    return self instanceof HttpURLConnection ? (HttpURLConnection) self : null;
  }

  /**
   * For a 4xx or 5xx the JDK throws a FileNotFoundException or a bare IOException. Their status is
   * at hand then; after any other error, to ask for it could send the request once more.
   */
  @Override
  public Object response(HttpURLConnection request, Object returned, Throwable thrown) {
    if (thrown == null
        || thrown instanceof FileNotFoundException
        || thrown.getClass() == IOException.class) {
      return request;
    }
    return thrown instanceof HttpRetryException ? thrown : null;
  }

  @Override
  public String method(HttpURLConnection request) {
    return request.getRequestMethod();
  }

  @Override
  public String scheme(HttpURLConnection request) {
    return request.getURL().getProtocol();
  }

  @Override
  public String host(HttpURLConnection request) {
    String host = request.getURL().getHost();
    return host == null || host.isEmpty() ? null : host;
  }

  @Override
  public int port(HttpURLConnection request) {
    return request.getURL().getPort();
  }

  @Override
  public String url(HttpURLConnection request) {
    URL url = request.getURL();
    return url.toExternalForm();
  }

  @Override
  public List<String> requestHeaders(HttpURLConnection request, String name) {
    // Null for an absent header, and for those that carry credentials.
    String value = request.getRequestProperty(name);
    if (value == null) {
      return Collections.emptyList();
    }
    try {
      return named(request.getRequestProperties(), name);
    } catch (IllegalStateException connected) {
      return Collections.singletonList(value);
    }
  }

  /**
   * Changes the connection itself. Once it is connected headers are too late: then it goes without
   * them.
   */
  @Override
  public Object outgoing(
      HttpURLConnection request, Headers headers, long connectNanos, long requestNanos) {
    // A read timeout does not begin before there is a connection.
    int connect = Millis.roundedUp(connectNanos > 0 ? connectNanos : requestNanos);
    int read = Millis.roundedUp(requestNanos);
    if (connect > 0 && longer(request.getConnectTimeout(), connect)) {
      request.setConnectTimeout(connect);
    }
    if (read > 0 && longer(request.getReadTimeout(), read)) {
      request.setReadTimeout(read);
    }
    try {
      for (int i = 0; i < headers.size(); i++) {
        request.setRequestProperty(headers.name(i), headers.value(i));
      }
    } catch (IllegalStateException connected) {
      return request;
    }
    return request;
  }

  private static boolean longer(int own, int limit) {
    return own == 0 || own > limit;
  }

  @Override
  public int status(Object response) {
    if (response instanceof HttpRetryException) {
      return ((HttpRetryException) response).responseCode();
    }
    try {
      return Math.max(0, ((HttpURLConnection) response).getResponseCode());
    } catch (IOException unanswered) {
      return 0;
    }
  }

  @Override
  public List<String> responseHeaders(Object response, String name) {
    return response instanceof HttpURLConnection
        ? named(((HttpURLConnection) response).getHeaderFields(), name)
        : Collections.<String>emptyList();
  }

  private static List<String> named(Map<String, List<String>> headers, String name) {
    List<String> values = Collections.emptyList();
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        if (values.isEmpty()) {
          values = header.getValue();
        } else {
          values = new ArrayList<String>(values);
          values.addAll(header.getValue());
        }
      }
    }
    return values;
  }

  /** It speaks nothing else. */
  @Override
  public String protocolVersion(Object response) {
    return "1.1";
  }
}
