// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/** Gets what the library has to say of one attempt, and makes a future of it. */
final class Receiving implements CoreSubscriber<Connection> {
  final CompletableFuture<Object> future = new Cancellable(this);
  private final Call call;
  private final Context context;
  private final Verdict verdict;
  private volatile Subscription upstream;

  /**
   * @param context of the application's subscriber
   * @param verdict null: no attempt follows
   */
  Receiving(Call call, Context context, Verdict verdict) {
    this.call = call;
    // By this the call is found again where its headers are about to be sent.
    this.context = context.put(Call.class, call);
    this.verdict = verdict;
  }

  @Override
  public Context currentContext() {
    return context;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    if (future.isDone()) {
      subscription.cancel();
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(Connection connection) {
    if (connection instanceof HttpClientResponse) {
      HttpClientResponse response = (HttpClientResponse) connection;
      call.response = response;
      if (verdict != null
          && verdict.again(
              response.status().code(), response.responseHeaders().get("Retry-After"))) {
        call.hold(connection);
      }
    }
    if (!future.complete(connection)) {
      // Its time was up, or nobody wants it any more.
      connection.dispose();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    future.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    future.complete(null);
  }

  private static final class Cancellable extends CompletableFuture<Object> {
    private final Receiving receiving;

    Cancellable(Receiving receiving) {
      this.receiving = receiving;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      Subscription subscription = receiving.upstream;
      if (cancelled && subscription != null) {
        subscription.cancel();
      }
      return cancelled;
    }
  }
}
