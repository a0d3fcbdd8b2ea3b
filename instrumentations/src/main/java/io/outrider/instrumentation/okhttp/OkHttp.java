// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the chain of interceptors at its head, which synchronous and asynchronous calls both pass,
 * on the thread that makes them, with the request as an argument. Redirects, OkHttp's own retries
 * and the application's interceptors are inside; what is thrown there reaches {@code execute} or
 * {@code Callback.onFailure} by OkHttp itself. No client gets an interceptor of ours, so none shows
 * in {@code interceptors()} or is doubled by {@code newBuilder()}.
 *
 * <p>An asynchronous call may wait in the dispatcher for the end of another, whose thread then
 * starts it: its context is noted when it is enqueued.
 *
 * <p>Time limits are those of single connects, reads and writes, and there are none before 3.9.
 * Where the application has set a read timeout of 0, for a stream, they limit only connecting.
 * WebSockets are left alone. A call that found nobody to connect to is repeated only when it is
 * idempotent: OkHttp may itself have sent it before, on a connection that then broke.
 */
public final class OkHttp implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("okhttp", "3.0 to 5.5");
    library
        // 3.0 to 3.3, and since 3.4.
        .type(
            "okhttp3.RealCall$ApplicationInterceptorChain",
            "okhttp3.internal.http.RealInterceptorChain")
        .method("proceed")
        .arguments(1)
        .as(Shape.CLIENT_CALL, ChainAdapter.class);
    library
        .type("okhttp3.Dispatcher")
        .method("enqueue")
        .arguments(1)
        .as(Shape.WRAP, Enqueued.class)
        .method("enqueue$okhttp")
        .arguments(1)
        .as(Shape.WRAP, Enqueued.class);
    library
        // Before 4.3, and since.
        .type("okhttp3.RealCall$AsyncCall", "okhttp3.internal.connection.RealCall$AsyncCall")
        .method("execute")
        .arguments(0)
        .as(Shape.SCOPE, Dequeued.class)
        .method("run")
        .arguments(0)
        .as(Shape.SCOPE, Dequeued.class);
  }
}
