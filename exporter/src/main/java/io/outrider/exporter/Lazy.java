// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.function.Supplier;

/** A value made at first use; a failure is thrown again for a while instead of trying each time. */
final class Lazy<T> {

  private static final long PAUSE = 60_000_000_000L;

  private final Supplier<T> maker;
  private volatile T value;
  private Throwable failure;
  private long failedAt;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    T made = value;
    if (made != null) {
      return made;
    }
    if (failure == null || System.nanoTime() - failedAt >= PAUSE) {
      try {
        made = maker.get();
        value = made;
        return made;
      } catch (Throwable t) {
        failure = t;
        failedAt = System.nanoTime();
      }
    }
    throw new IllegalStateException("the exporter cannot be built: " + failure, failure);
  }

  T ifBuilt() {
    return value;
  }
}
