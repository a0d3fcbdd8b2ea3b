// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.HttpClient;
import org.apache.http.protocol.HttpContext;

/**
 * Reads calls of {@code DefaultHttpClient} and its like. There is no retry and no answer in the
 * place of one here: their responses cannot be closed.
 */
final class LegacyClient extends Reading {
  @Override
  Call call(Object client, HttpHost target, HttpRequest request, HttpContext context) {
    return new Execution(client, target, request, context);
  }

  private static final class Execution extends Call {
    private Object own;

    Execution(Object client, HttpHost target, HttpRequest request, HttpContext context) {
      super(client, target, request, context);
    }

    @Override
    @SuppressWarnings("deprecation") // Since 4.3, as the client is.
    HttpContext limit(int connectMillis, int requestMillis) {
      own = Params.limit(request, ((HttpClient) client).getParams(), connectMillis, requestMillis);
      return context;
    }

    @Override
    void unlimit() {
      if (own != null) {
        Params.restore(request, own);
        own = null;
      }
    }

    @Override
    boolean mayFollow() {
      return true;
    }
  }
}
