// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.Millis;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolVersion;
import org.apache.http.protocol.HttpContext;

/** Reads requests and responses by what all versions have. */
abstract class Reading implements HttpClientAdapter<Call, HttpResponse> {
  @Override
  public Call request(Object self, Object a0, Object a1, Object a2) {
    return a1 instanceof HttpRequest
        ? call(self, (HttpHost) a0, (HttpRequest) a1, (HttpContext) a2)
        : null;
  }

  abstract Call call(Object client, HttpHost target, HttpRequest request, HttpContext context);

  @Override
  public HttpResponse response(Call call, Object returned, Throwable thrown) {
    call.restore();
    return returned instanceof HttpResponse ? (HttpResponse) returned : null;
  }

  @Override
  public String method(Call call) {
    return call.request.getRequestLine().getMethod();
  }

  @Override
  public String scheme(Call call) {
    String scheme =
        call.target != null
            ? call.target.getSchemeName()
            : call.uri == null ? null : call.uri.getScheme();
    return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
  }

  @Override
  public String host(Call call) {
    return call.target != null
        ? call.target.getHostName()
        : call.uri == null ? null : call.uri.getHost();
  }

  @Override
  public int port(Call call) {
    return call.target != null ? call.target.getPort() : call.uri == null ? -1 : call.uri.getPort();
  }

  /** An absolute URI need not name the target: that may stand for it. */
  @Override
  public String url(Call call) {
    URI uri = call.uri;
    String text = uri == null ? call.request.getRequestLine().getUri() : uri.toString();
    if (call.target == null || text == null || absolute(text)) {
      return text;
    }
    String target = call.target.toURI();
    return text.startsWith("/") ? target + text : target + '/' + text;
  }

  private static boolean absolute(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  @Override
  public List<String> requestHeaders(Call call, String name) {
    return values(call.request.getHeaders(name));
  }

  @Override
  public List<String> responseHeaders(HttpResponse response, String name) {
    return values(response.getHeaders(name));
  }

  /** Null when it has none. */
  static String retryAfter(HttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    return header == null ? null : header.getValue();
  }

  private static List<String> values(Header[] headers) {
    if (headers.length == 0) {
      return Collections.emptyList();
    }
    List<String> values = new ArrayList<String>(headers.length);
    for (Header header : headers) {
      if (header.getValue() != null) {
        values.add(header.getValue());
      }
    }
    return values;
  }

  @Override
  public Object outgoing(Call call, Headers headers, long connectNanos, long requestNanos) {
    try {
      call.put(headers);
      // A read timeout does not begin before there is a connection.
      long connect = connectNanos > 0 ? connectNanos : requestNanos;
      return connect > 0
          ? call.limit(Millis.roundedUp(connect), Millis.roundedUp(requestNanos))
          : call.context;
    } catch (RuntimeException e) {
      call.restore();
      throw e;
    }
  }

  @Override
  public int status(HttpResponse response) {
    return response.getStatusLine().getStatusCode();
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    ProtocolVersion version = response.getStatusLine().getProtocolVersion();
    if (version == null || version.getMajor() != 1) {
      return null;
    }
    return version.getMinor() == 1 ? "1.1" : version.getMinor() == 0 ? "1.0" : null;
  }

  @Override
  public boolean repeatable(Call call) {
    if (!(call.request instanceof HttpEntityEnclosingRequest)) {
      return true;
    }
    HttpEntity entity = ((HttpEntityEnclosingRequest) call.request).getEntity();
    return entity == null || entity.isRepeatable();
  }

  /**
   * A redirect that was followed is an answer to what was sent before. Of what the library itself
   * sends again it holds that nobody has got it.
   */
  @Override
  public boolean unsent(Object self, Call call, Throwable thrown) {
    return !call.mayFollow();
  }
}
