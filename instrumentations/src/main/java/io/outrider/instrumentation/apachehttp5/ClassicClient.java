// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Reads calls of the classic clients. */
final class ClassicClient extends Reading {
  @Override
  public Call request(Object self, Object a0, Object a1, Object a2) {
    return a1 instanceof ClassicHttpRequest
        ? new Call(self, (HttpHost) a0, (ClassicHttpRequest) a1, (HttpContext) a2)
        : null;
  }

  @Override
  public HttpResponse response(Addressed call, Object returned, Throwable thrown) {
    ((Call) call).restore();
    return returned instanceof HttpResponse ? (HttpResponse) returned : null;
  }

  @Override
  public Object outgoing(
      Addressed addressed, Headers headers, long connectNanos, long requestNanos) {
    Call call = (Call) addressed;
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
  public boolean repeatable(Addressed call) {
    HttpEntity entity = ((ClassicHttpRequest) call.request).getEntity();
    return entity == null || entity.isRepeatable();
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

  /** What was held is the response's entity already. */
  @Override
  public CompletionStage<?> release(Object returned, Object a1) {
    return CompletableFuture.completedFuture(returned);
  }

  @Override
  public CompletionStage<?> answer(
      Addressed call, Object a1, int status, Headers headers, byte[] body, Verdict verdict) {
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
