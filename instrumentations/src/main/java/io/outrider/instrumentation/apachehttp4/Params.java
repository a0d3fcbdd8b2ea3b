// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import org.apache.http.HttpRequest;

/**
 * Timeouts among a request's parameters: the only place for them before 4.3, and still heeded where
 * they are given. The request gets others, as the application may share what it has set.
 */
@SuppressWarnings("deprecation") // Since 4.3.
final class Params {
  private static final String CONNECT = "http.connection.timeout";
  private static final String READ = "http.socket.timeout";
  private static final String LEASE = "http.conn-manager.timeout";

  private Params() {}

  /**
   * @param client what it falls back to for each of them; null: nothing
   * @return what the request had; null: nothing was changed
   */
  static Object limit(
      HttpRequest request,
      org.apache.http.params.HttpParams client,
      int connectMillis,
      int requestMillis) {
    org.apache.http.params.HttpParams own = request.getParams();
    int connect =
        own.getIntParameter(CONNECT, client == null ? 0 : client.getIntParameter(CONNECT, 0));
    int read = own.getIntParameter(READ, client == null ? 0 : client.getIntParameter(READ, 0));
    long lease =
        own.getLongParameter(LEASE, client == null ? 0 : client.getLongParameter(LEASE, 0));
    int connectLimit = Call.shorter(connect, connectMillis);
    int readLimit = Call.shorter(read, requestMillis);
    long leaseLimit =
        requestMillis > 0 && (lease <= 0 || lease > requestMillis) ? requestMillis : lease;
    if (connect == connectLimit && read == readLimit && lease == leaseLimit) {
      return null;
    }
    // Not own.copy(), which until 4.4 shares what it has with the copy.
    org.apache.http.params.HttpParams over =
        new org.apache.http.params.DefaultedHttpParams(
            new org.apache.http.params.BasicHttpParams(), own);
    if (connect != connectLimit) {
      over.setIntParameter(CONNECT, connectLimit);
    }
    if (read != readLimit) {
      over.setIntParameter(READ, readLimit);
    }
    if (lease != leaseLimit) {
      over.setLongParameter(LEASE, leaseLimit);
    }
    request.setParams(over);
    return own;
  }

  static void restore(HttpRequest request, Object own) {
    request.setParams((org.apache.http.params.HttpParams) own);
  }
}
