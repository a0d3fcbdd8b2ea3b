// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** An adapter that throws at one of the questions it is asked. */
final class FailingAdapter {
  private final int at;
  private final Throwable failure;
  private int asked;

  /**
   * @param at from 1; 0: never
   */
  FailingAdapter(int at, Throwable failure) {
    this.at = at;
    this.failure = failure;
  }

  /** How many questions were asked so far. */
  int asked() {
    return asked;
  }

  @SuppressWarnings("unchecked") // The proxy is of the very interface.
  <T> T around(Class<T> type, T adapter) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (++asked == at) {
                throw failure;
              }
              method.setAccessible(true);
              try {
                return method.invoke(adapter, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
