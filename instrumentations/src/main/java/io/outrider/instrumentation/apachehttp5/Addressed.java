// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/** A request, and where it goes to. */
abstract class Addressed {
  /** Null: the request says where to. */
  final HttpHost target;

  final HttpRequest request;

  /** Null: the library makes one. */
  final HttpContext context;

  Addressed(HttpHost target, HttpRequest request, HttpContext context) {
    this.target = target;
    this.request = request;
    this.context = context;
  }

  /** Whether a redirect may be followed before the call fails. */
  abstract boolean mayFollow();

  final RequestConfig ofRequest() {
    return request instanceof Configurable ? ((Configurable) request).getConfig() : null;
  }

  /** Null when there is none: until 5.3 the library's own method gives the default then. */
  static RequestConfig of(HttpContext context) {
    if (context instanceof HttpClientContext) {
      RequestConfig config = ((HttpClientContext) context).getRequestConfig();
      if (config != RequestConfig.DEFAULT) {
        return config;
      }
    }
    Object config = context.getAttribute(HttpClientContext.REQUEST_CONFIG);
    return config instanceof RequestConfig ? (RequestConfig) config : null;
  }

  /** Since 5.4 it is no attribute any more, but of contexts of the application's own classes. */
  static void set(HttpContext context, RequestConfig config) {
    if (context instanceof HttpClientContext) {
      ((HttpClientContext) context).setRequestConfig(config);
    } else {
      context.setAttribute(HttpClientContext.REQUEST_CONFIG, config);
    }
  }
}
