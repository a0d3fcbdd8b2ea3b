// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.Headers;
import java.net.URI;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.protocol.HttpContext;

/** One execution of a request: what it was asked for with, and what was changed for its sake. */
abstract class Call {
  final Object client;

  /** Null: the request's URI says where to. */
  final HttpHost target;

  final HttpRequest request;

  /** Null: the library makes one. */
  final HttpContext context;

  /** Null for requests that are no more than a line and headers. */
  final URI uri;

  private Headers sent;

  /** What the application had under the names of {@link #sent}; null: nothing. */
  private Header[][] replaced;

  Call(Object client, HttpHost target, HttpRequest request, HttpContext context) {
    this.client = client;
    this.target = target;
    this.request = request;
    this.context = context;
    this.uri = request instanceof HttpUriRequest ? ((HttpUriRequest) request).getURI() : null;
  }

  final void put(Headers headers) {
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

  /** Makes the request what it was. */
  final void restore() {
    Headers added = sent;
    if (added != null) {
      sent = null;
      for (int i = 0; i < added.size(); i++) {
        request.removeHeaders(added.name(i));
        Header[] own = replaced == null ? null : replaced[i];
        for (int j = 0; own != null && j < own.length; j++) {
          request.addHeader(own[j]);
        }
      }
      replaced = null;
    }
    unlimit();
  }

  /**
   * Sets those timeouts that are shorter than the application's own.
   *
   * @param connectMillis 0: leave as it is
   * @param requestMillis 0: leave as it is
   * @return the context to execute it in; may be null
   */
  abstract HttpContext limit(int connectMillis, int requestMillis);

  /** Undoes that. */
  abstract void unlimit();

  /** Whether a redirect may be followed before the call fails. */
  abstract boolean mayFollow();

  /**
   * The shorter one of two timeouts, where the library takes 0 and less for none.
   *
   * @param limit 0: none
   */
  static int shorter(int own, int limit) {
    return limit > 0 && (own <= 0 || own > limit) ? limit : own;
  }
}
