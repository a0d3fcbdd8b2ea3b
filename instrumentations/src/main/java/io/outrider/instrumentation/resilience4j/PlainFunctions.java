// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.Contexts;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decorated functions of the types that the JDK has. */
class PlainFunctions extends Decorated {
  @Override
  @SuppressWarnings("unchecked") // The functions' own types are erased where they are woven.
  final Object guarded(Object function, BooleanSupplier inForce) {
    if (function instanceof Supplier) {
      return new InSupplier<Object>((Supplier<Object>) function, inForce);
    }
    if (function instanceof Callable) {
      return new InCallable<Object>((Callable<Object>) function, inForce);
    }
    if (function instanceof Runnable) {
      return new InRunnable((Runnable) function, inForce);
    }
    if (function instanceof Function) {
      return new InFunction<Object, Object>((Function<Object, Object>) function, inForce);
    }
    if (function instanceof Consumer) {
      return new InConsumer<Object>((Consumer<Object>) function, inForce);
    }
    return function;
  }

  private static final class InSupplier<T> extends Guarded implements Supplier<T> {
    private final Supplier<T> function;

    InSupplier(Supplier<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public T get() {
      Object guard = enter();
      try {
        return function.get();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InCallable<T> extends Guarded implements Callable<T> {
    private final Callable<T> function;

    InCallable(Callable<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public T call() throws Exception {
      Object guard = enter();
      try {
        return function.call();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InRunnable extends Guarded implements Runnable {
    private final Runnable function;

    InRunnable(Runnable function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public void run() {
      Object guard = enter();
      try {
        function.run();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InFunction<T, R> extends Guarded implements Function<T, R> {
    private final Function<T, R> function;

    InFunction(Function<T, R> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public R apply(T argument) {
      Object guard = enter();
      try {
        return function.apply(argument);
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InConsumer<T> extends Guarded implements Consumer<T> {
    private final Consumer<T> function;

    InConsumer(Consumer<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public void accept(T argument) {
      Object guard = enter();
      try {
        function.accept(argument);
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }
}
