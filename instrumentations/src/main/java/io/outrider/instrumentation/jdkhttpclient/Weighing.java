// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.net.http.HttpResponse;

/**
 * Stands before the application's handler of a body. When the call will be made again, that handler
 * does not learn of this answer: it might write it into a file, or hand it to a subscriber that
 * takes one body only.
 */
final class Weighing implements HttpResponse.BodyHandler<Object> {
  private final HttpResponse.BodyHandler<Object> handler;
  private final Verdict verdict;

  private Weighing(HttpResponse.BodyHandler<Object> handler, Verdict verdict) {
    this.handler = handler;
    this.verdict = verdict;
  }

  /**
   * @param handler the application's
   * @param verdict null: nothing is weighed
   */
  @SuppressWarnings("unchecked") // Whatever the type of the body, it is only handed on.
  static HttpResponse.BodyHandler<Object> handler(Object handler, Verdict verdict) {
    HttpResponse.BodyHandler<Object> own = (HttpResponse.BodyHandler<Object>) handler;
    return verdict == null || own == null ? own : new Weighing(own, verdict);
  }

  @Override
  public HttpResponse.BodySubscriber<Object> apply(HttpResponse.ResponseInfo info) {
    String retryAfter = info.headers().firstValue("retry-after").orElse(null);
    return verdict.again(info.statusCode(), retryAfter) ? new HeldBody() : handler.apply(info);
  }
}
