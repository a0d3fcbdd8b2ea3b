// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.protocol.HttpContext;

/** Reads calls of what {@code HttpClients} and {@code HttpClientBuilder} make, since 4.3. */
final class CurrentClient extends Reading {
  @Override
  Call call(Object client, HttpHost target, HttpRequest request, HttpContext context) {
    return new ConfiguredCall(client, target, request, context);
  }

  @Override
  public boolean callable() {
    return true;
  }

  @Override
  public Object call(Object self, Object a0, Object a1, Object a2, Verdict verdict)
      throws Throwable {
    CloseableHttpResponse response =
        ((CloseableHttpClient) self).execute((HttpHost) a0, (HttpRequest) a1, (HttpContext) a2);
    if (verdict != null && verdict.again(status(response), retryAfter(response))) {
      HeldBody.hold(response);
    }
    return response;
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
        new MadeResponse(status, headers, "HEAD".equals(method(call)) ? null : body);
    if (verdict != null) {
      // Nothing has to be held: it is all here.
      verdict.again(status, retryAfter(response));
    }
    return CompletableFuture.completedFuture(response);
  }
}
