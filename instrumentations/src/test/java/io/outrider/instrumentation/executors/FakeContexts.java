// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Contexts that are any object, in a thread-local. */
final class FakeContexts extends Contexts {
  private static final Object ROOT = new Object();
  private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();

  private FakeContexts() {}

  static void install() {
    Contexts.install(new FakeContexts());
    CURRENT.remove();
  }

  static <T> T in(Object context, Callable<T> body) throws Exception {
    Object previous = Contexts.attach(context == null ? ROOT : context);
    try {
      return body.call();
    } finally {
      Contexts.restore(previous);
    }
  }

  static <T> T get(Object context, Supplier<T> body) {
    Object previous = Contexts.attach(context == null ? ROOT : context);
    try {
      return body.get();
    } finally {
      Contexts.restore(previous);
    }
  }

  static void in(Object context, Runnable body) {
    Object previous = Contexts.attach(context == null ? ROOT : context);
    try {
      body.run();
    } finally {
      Contexts.restore(previous);
    }
  }

  @Override
  protected Object capture() {
    return CURRENT.get();
  }

  @Override
  protected Object root() {
    return ROOT;
  }

  @Override
  protected Object swap(Object context) {
    Object previous = CURRENT.get();
    if (context == ROOT) {
      CURRENT.remove();
    } else {
      CURRENT.set(context);
    }
    return previous == null ? ROOT : previous;
  }
}
