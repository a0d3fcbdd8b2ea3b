// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.http.concurrent.FutureCallback;

/** Ends when the library tells its callback, and is cancelled together with the library's own. */
final class AsyncFuture extends CompletableFuture<Object> implements FutureCallback<Object> {
  private final AsyncCall call;
  private volatile Future<?> source;

  AsyncFuture(AsyncCall call) {
    this.call = call;
  }

  void follow(Future<?> future) {
    source = future;
    if (isCancelled()) {
      future.cancel(true);
    }
  }

  @Override
  public void completed(Object result) {
    complete(result);
    call.rethrow();
  }

  @Override
  public void failed(Exception thrown) {
    completeExceptionally(thrown);
    call.rethrow();
  }

  @Override
  public void cancelled() {
    super.cancel(true);
    call.rethrow();
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    Future<?> under = source;
    if (under != null) {
      under.cancel(mayInterrupt);
    }
    return super.cancel(mayInterrupt);
  }
}
