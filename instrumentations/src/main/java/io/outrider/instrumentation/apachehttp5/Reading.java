// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.HttpClientAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.net.URIAuthority;

/** Reads requests and responses. */
abstract class Reading implements HttpClientAdapter<Addressed, HttpResponse> {
  @Override
  public String method(Addressed call) {
    return call.request.getMethod();
  }

  @Override
  public String scheme(Addressed call) {
    String scheme = call.target != null ? call.target.getSchemeName() : call.request.getScheme();
    return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
  }

  @Override
  public String host(Addressed call) {
    if (call.target != null) {
      return call.target.getHostName();
    }
    URIAuthority authority = call.request.getAuthority();
    return authority == null ? null : authority.getHostName();
  }

  @Override
  public int port(Addressed call) {
    if (call.target != null) {
      return call.target.getPort();
    }
    URIAuthority authority = call.request.getAuthority();
    return authority == null ? -1 : authority.getPort();
  }

  /** The request's authority need not name the target: that may stand for it. */
  @Override
  public String url(Addressed call) {
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
  public List<String> requestHeaders(Addressed call, String name) {
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
  public int status(HttpResponse response) {
    return response.getCode();
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    ProtocolVersion version = response.getVersion();
    if (version == null) {
      return null;
    }
    if (version.getMajor() != 1) {
      return version.getMajor() == 2 ? "2" : null;
    }
    return version.getMinor() == 1 ? "1.1" : version.getMinor() == 0 ? "1.0" : null;
  }

  @Override
  public boolean callable() {
    return true;
  }

  /**
   * A redirect that was followed is an answer to what was sent before. Of what the library itself
   * sends again it holds that nobody has got it.
   */
  @Override
  public boolean unsent(Object self, Addressed call, Throwable thrown) {
    return !call.mayFollow();
  }

  /** Null when it has none. */
  static String retryAfter(HttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    return header == null ? null : header.getValue();
  }
}
