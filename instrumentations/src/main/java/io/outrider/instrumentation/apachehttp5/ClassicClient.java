// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;

/** Reads requests and responses of the classic clients. */
final class ClassicClient implements HttpClientAdapter<Call, HttpResponse> {
  @Override
  public Call request(Object self, Object a0, Object a1, Object a2) {
    return a1 instanceof ClassicHttpRequest
        ? new Call(self, (HttpHost) a0, (ClassicHttpRequest) a1, (HttpContext) a2)
        : null;
  }

  @Override
  public HttpResponse response(Call call, Object returned, Throwable thrown) {
    call.restore();
    return returned instanceof HttpResponse ? (HttpResponse) returned : null;
  }

  @Override
  public String method(Call call) {
    return call.request.getMethod();
  }

  @Override
  public String scheme(Call call) {
    String scheme = call.target != null ? call.target.getSchemeName() : call.request.getScheme();
    return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
  }

  @Override
  public String host(Call call) {
    if (call.target != null) {
      return call.target.getHostName();
    }
    URIAuthority authority = call.request.getAuthority();
    return authority == null ? null : authority.getHostName();
  }

  @Override
  public int port(Call call) {
    if (call.target != null) {
      return call.target.getPort();
    }
    URIAuthority authority = call.request.getAuthority();
    return authority == null ? -1 : authority.getPort();
  }

  /** The request's authority need not name the target: that may stand for it. */
  @Override
  public String url(Call call) {
    URIAuthority authority = call.request.getAuthority();
    if (authority == null && call.target == null) {
      return call.request.getPath();
    }
    String scheme = call.request.getScheme() == null ? scheme(call) : call.request.getScheme();
    String host = authority == null ? call.target.toHostString() : authority.toString();
    String path = call.request.getPath();
    if (path == null) {
      path = "";
    }
    String slash = path.isEmpty() || path.startsWith("/") || path.startsWith("?") ? "" : "/";
    return scheme + "://" + host + slash + path;
  }

  @Override
  public List<String> requestHeaders(Call call, String name) {
    return values(call.request.getHeaders(name));
  }

  @Override
  public List<String> responseHeaders(HttpResponse response, String name) {
    return values(response.getHeaders(name));
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
      // A wait for an answer does not begin before there is a connection.
      long connect = connectNanos > 0 ? connectNanos : requestNanos;
      return connect > 0 ? call.limit(connect, requestNanos) : call.context;
    } catch (RuntimeException e) {
      call.restore();
      throw e;
    }
  }

  @Override
  public int status(HttpResponse response) {
    return response.getCode();
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    ProtocolVersion version = response.getVersion();
    if (version == null || version.getMajor() != 1) {
      return null;
    }
    return version.getMinor() == 1 ? "1.1" : version.getMinor() == 0 ? "1.0" : null;
  }

  @Override
  public boolean callable() {
    return true;
  }

  @Override
  public boolean repeatable(Call call) {
    HttpEntity entity = call.request.getEntity();
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

  @Override
  @SuppressWarnings("deprecation") // Since 5.2, as is all that hands out an open response.
  public Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
      throws Throwable {
    CloseableHttpResponse response =
        ((CloseableHttpClient) self)
            .execute((HttpHost) a0, (ClassicHttpRequest) a1, (HttpContext) a2);
    if (verdict != null && verdict.again(response.getCode(), retryAfter(response))) {
      HeldBody.hold(response);
    }
    return response;
  }

  private static String retryAfter(HttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    return header == null ? null : header.getValue();
  }

  /** What was held is the response's entity already. */
  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    return CompletableFuture.completedFuture(returned);
  }

  @Override
  public CompletionStage<?> answer(
      Call call, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
    CloseableHttpResponse response =
        MadeResponse.of(status, headers, "HEAD".equals(method(call)) ? null : body);
    if (response == null) {
      return null;
    }
    if (verdict != null) {
      // Nothing has to be held: it is all here.
      verdict.again(status, retryAfter(response));
    }
    return CompletableFuture.completedFuture(response);
  }
}
