// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.reactor;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** A subscriber takes the current context along. */
final class Subscribed implements WrapAdapter {
  @Override
  @SuppressWarnings("unchecked") // What it is subscribed to is erased where it is woven.
  public Object wrap(Object self, Object subscriber) {
    Object context = Contexts.current();
    return context == null || subscriber == null || subscriber instanceof InContext
        ? subscriber
        : new InContext<Object>(context, (CoreSubscriber<Object>) subscriber);
  }

  /** The subscription passes through: operators look at it to merge their queues. */
  private static final class InContext<T> implements CoreSubscriber<T> {
    private final Object context;
    private final CoreSubscriber<T> subscriber;

    InContext(Object context, CoreSubscriber<T> subscriber) {
      this.context = context;
      this.subscriber = subscriber;
    }

    @Override
    public Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      Object previous = Contexts.attach(context);
      try {
        subscriber.onSubscribe(subscription);
      } finally {
        Contexts.restore(previous);
      }
    }

    @Override
    public void onNext(T value) {
      Object previous = Contexts.attach(context);
      try {
        subscriber.onNext(value);
      } finally {
        Contexts.restore(previous);
      }
    }

    @Override
    public void onError(Throwable error) {
      Object previous = Contexts.attach(context);
      try {
        subscriber.onError(error);
      } finally {
        Contexts.restore(previous);
      }
    }

    @Override
    public void onComplete() {
      Object previous = Contexts.attach(context);
      try {
        subscriber.onComplete();
      } finally {
        Contexts.restore(previous);
      }
    }
  }
}
