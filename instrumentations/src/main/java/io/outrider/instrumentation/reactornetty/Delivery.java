// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactornetty;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;

/** Hands what came of a call to the application's subscriber, once it has asked for it. */
final class Delivery extends AtomicInteger implements Subscription, BiConsumer<Object, Throwable> {
  private static final long serialVersionUID = 1;

  private static final int NOTHING = 0;
  private static final int REQUESTED = 1;
  private static final int READY = 2;
  private static final int OVER = 3;

  private final transient Call call;
  private final transient CoreSubscriber<? super Connection> subscriber;
  private final transient CompletableFuture<?> future;
  private transient Connection connection;

  Delivery(Call call, CoreSubscriber<? super Connection> subscriber, CompletableFuture<?> future) {
    this.call = call;
    this.subscriber = subscriber;
    this.future = future;
  }

  @Override
  public void request(long n) {
    while (true) {
      int state = get();
      if (state == READY && compareAndSet(READY, OVER)) {
        deliver();
        return;
      }
      if (state == REQUESTED || state == OVER) {
        return;
      }
      if (state == NOTHING && compareAndSet(NOTHING, REQUESTED)) {
        return;
      }
    }
  }

  @Override
  public void cancel() {
    int before = getAndSet(OVER);
    if (before == READY) {
      connection.dispose();
    } else if (before != OVER) {
      future.cancel(true);
    }
  }

  @Override
  public void accept(Object value, Throwable thrown) {
    if (thrown != null || value == null) {
      call.dropHeld();
      if (getAndSet(OVER) == OVER) {
        return;
      }
      if (thrown == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(thrown);
      }
      return;
    }
    connection = (Connection) value;
    while (true) {
      int state = get();
      if (state == OVER) {
        connection.dispose();
        return;
      }
      if (state == NOTHING && compareAndSet(NOTHING, READY)) {
        return;
      }
      if (state == REQUESTED && compareAndSet(REQUESTED, OVER)) {
        deliver();
        return;
      }
    }
  }

  private void deliver() {
    subscriber.onNext(connection);
    subscriber.onComplete();
  }
}
