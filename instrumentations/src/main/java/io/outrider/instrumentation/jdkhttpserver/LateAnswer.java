// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.HttpServerAdapter.Completion;
import io.outrider.instrumentation.WeakStore;

/**
 * Ends requests that another thread answers after their handler has returned.
 *
 * <p>The attributes of an exchange are no place for this: up to JDK 25 they are those of its
 * context, shared by all requests.
 */
final class LateAnswer implements AfterAdapter {
  /** More than this many unanswered requests at a time are measured to their handler's return. */
  private static final int LIMIT = 16_384;

  private static final WeakStore<HttpExchange, Completion> OPEN = new Open();

  /** False when the answer has gone out already, or nobody will tell when it does. */
  static boolean awaited(HttpExchange exchange, Completion completion) {
    if (exchange.getResponseCode() != -1
        // Another implementation's, such as Jetty's, where nothing of the answer is woven.
        || !exchange.getClass().getName().startsWith("sun.net.httpserver.")) {
      return false;
    }
    OPEN.put(exchange, completion);
    if (OPEN.get(exchange) == null) {
      // Full, or completed meanwhile: either way nobody is going to.
      return false;
    }
    // Answered before it was entered, perhaps: then nobody else takes it out again.
    return exchange.getResponseCode() == -1 || OPEN.remove(exchange) == null;
  }

  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (!OPEN.isEmpty() && self instanceof HttpExchange) {
      HttpExchange exchange = (HttpExchange) self;
      Completion completion = OPEN.remove(exchange);
      if (completion != null) {
        completion.completed(Math.max(0, exchange.getResponseCode()), thrown);
      }
    }
    return returned;
  }

  /** What the application drops without an answer holds on to nothing that was granted. */
  private static final class Open extends WeakStore<HttpExchange, Completion> {
    Open() {
      super(LIMIT);
    }

    @Override
    protected void released(Completion completion) {
      completion.abandoned();
    }
  }
}
