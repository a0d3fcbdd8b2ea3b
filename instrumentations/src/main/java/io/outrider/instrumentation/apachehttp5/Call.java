// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Headers;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One execution of a request: what it was asked for with, and what was changed for its sake. */
final class Call extends Addressed {
  final Object client;

  private Headers sent;

  /** What the application had under the names of {@link #sent}; null: nothing. */
  private Header[][] replaced;

  private RequestConfig own;
  private RequestConfig limited;

  Call(Object client, HttpHost target, ClassicHttpRequest request, HttpContext context) {
    super(target, request, context);
    this.client = client;
  }

  void put(Headers headers) {
    sent = headers;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (request.containsHeader(name)) {
        if (replaced == null) {
          replaced = new Header[headers.size()][];
        }
        replaced[i] = request.getHeaders(name);
        request.removeHeaders(name);
      }
      request.addHeader(name, headers.value(i));
    }
  }

  /**
   * Sets those timeouts that are shorter than the application's own, where the application's were
   * found: in the request's configuration or else the context's or the client's, as the library
   * looks for them. What a connection manager alone knows (a {@code ConnectionConfig}, a {@code
   * SocketConfig}) cannot be seen.
   *
   * @param connectNanos 0: leave as it is
   * @param requestNanos 0: leave as it is
   * @return the context to execute it in; may be null
   */
  HttpContext limit(long connectNanos, long requestNanos) {
    RequestConfig config = ofRequest();
    boolean inRequest = config != null;
    if (inRequest && !(request instanceof HttpUriRequestBase)) {
      return context;
    }
    config = inRequest ? config : ofContextOrClient();
    RequestConfig shorter = Limits.of(config, connectNanos, requestNanos);
    if (shorter == config) {
      return context;
    }
    own = config;
    limited = shorter;
    if (inRequest) {
      ((HttpUriRequestBase) request).setConfig(shorter);
      return context;
    }
    HttpContext in = context == null ? HttpClientContext.create() : context;
    set(in, shorter);
    return in;
  }

  /** Makes the request and the context what they were. */
  void restore() {
    Headers added = sent;
    if (added != null) {
      sent = null;
      for (int i = 0; i < added.size(); i++) {
        request.removeHeaders(added.name(i));
        Header[] before = replaced == null ? null : replaced[i];
        for (int j = 0; before != null && j < before.length; j++) {
          request.addHeader(before[j]);
        }
      }
      replaced = null;
    }
    if (limited != null) {
      if (ofRequest() == limited) {
        ((HttpUriRequestBase) request).setConfig(own);
      }
      // The library leaves there what it has used.
      if (context != null && of(context) == limited) {
        set(context, own);
      }
      limited = null;
    }
  }

  @Override
  boolean mayFollow() {
    RequestConfig config = ofRequest();
    return (config == null ? ofContextOrClient() : config).isRedirectsEnabled();
  }

  private RequestConfig ofContextOrClient() {
    RequestConfig config = context == null ? null : of(context);
    if (config == null && client instanceof Configurable) {
      config = ((Configurable) client).getConfig();
    }
    return config == null ? RequestConfig.DEFAULT : config;
  }
}
