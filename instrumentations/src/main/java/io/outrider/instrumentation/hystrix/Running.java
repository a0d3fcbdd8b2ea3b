// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hystrix;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.Contexts;
import rx.Observable;
import rx.Subscriber;

/** A command runs when what stands for its execution is subscribed to. */
final class Running implements AfterAdapter {
  static final String LIBRARY = "Hystrix";

  @Override
  @SuppressWarnings("unchecked") // What it emits is only handed on.
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    return returned == null
        ? null
        : Observable.create(new InCommand<Object>((Observable<Object>) returned));
  }

  private static final class InCommand<T> implements Observable.OnSubscribe<T> {
    private final Observable<T> execution;

    InCommand(Observable<T> execution) {
      this.execution = execution;
    }

    @Override
    public void call(Subscriber<? super T> subscriber) {
      Object guard = Contexts.enterOwnGuard(LIBRARY);
      try {
        execution.unsafeSubscribe(subscriber);
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }
}
