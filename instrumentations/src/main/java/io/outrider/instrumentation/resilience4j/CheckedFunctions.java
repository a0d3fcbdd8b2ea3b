// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.github.resilience4j.core.functions.CheckedConsumer;
import io.github.resilience4j.core.functions.CheckedFunction;
import io.github.resilience4j.core.functions.CheckedRunnable;
import io.github.resilience4j.core.functions.CheckedSupplier;
import io.outrider.instrumentation.Contexts;
import java.util.function.BooleanSupplier;

/** Decorated functions that throw, of the types that Resilience4j has since 2.0. */
class CheckedFunctions extends Decorated {
  @Override
  @SuppressWarnings("unchecked") // The functions' own types are erased where they are woven.
  final Object guarded(Object function, BooleanSupplier inForce) {
    if (function instanceof CheckedSupplier) {
      return new InSupplier<Object>((CheckedSupplier<Object>) function, inForce);
    }
    if (function instanceof CheckedFunction) {
      return new InFunction<Object, Object>((CheckedFunction<Object, Object>) function, inForce);
    }
    if (function instanceof CheckedRunnable) {
      return new InRunnable((CheckedRunnable) function, inForce);
    }
    if (function instanceof CheckedConsumer) {
      return new InConsumer<Object>((CheckedConsumer<Object>) function, inForce);
    }
    return function;
  }

  private static final class InSupplier<T> extends Guarded implements CheckedSupplier<T> {
    private final CheckedSupplier<T> function;

    InSupplier(CheckedSupplier<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public T get() throws Throwable {
      Object guard = enter();
      try {
        return function.get();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InFunction<T, R> extends Guarded implements CheckedFunction<T, R> {
    private final CheckedFunction<T, R> function;

    InFunction(CheckedFunction<T, R> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public R apply(T argument) throws Throwable {
      Object guard = enter();
      try {
        return function.apply(argument);
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InRunnable extends Guarded implements CheckedRunnable {
    private final CheckedRunnable function;

    InRunnable(CheckedRunnable function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public void run() throws Throwable {
      Object guard = enter();
      try {
        function.run();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InConsumer<T> extends Guarded implements CheckedConsumer<T> {
    private final CheckedConsumer<T> function;

    InConsumer(CheckedConsumer<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public void accept(T argument) throws Throwable {
      Object guard = enter();
      try {
        function.accept(argument);
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }
}
