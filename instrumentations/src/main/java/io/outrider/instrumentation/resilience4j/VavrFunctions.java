// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.resilience4j;

import io.outrider.instrumentation.Contexts;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedRunnable;
import java.util.function.BooleanSupplier;

/** Decorated functions that throw, of the types that Resilience4j 1.7 takes from Vavr. */
class VavrFunctions extends Decorated {
  @Override
  @SuppressWarnings("unchecked") // The functions' own types are erased where they are woven.
  final Object guarded(Object function, BooleanSupplier inForce) {
    if (function instanceof CheckedFunction0) {
      return new InSupplier<Object>((CheckedFunction0<Object>) function, inForce);
    }
    if (function instanceof CheckedFunction1) {
      return new InFunction<Object, Object>((CheckedFunction1<Object, Object>) function, inForce);
    }
    if (function instanceof CheckedRunnable) {
      return new InRunnable((CheckedRunnable) function, inForce);
    }
    if (function instanceof CheckedConsumer) {
      return new InConsumer<Object>((CheckedConsumer<Object>) function, inForce);
    }
    return function;
  }

  private static final class InSupplier<T> extends Guarded implements CheckedFunction0<T> {
    private final CheckedFunction0<T> function;

    InSupplier(CheckedFunction0<T> function, BooleanSupplier inForce) {
      super(inForce);
      this.function = function;
    }

    @Override
    public T apply() throws Throwable {
      Object guard = enter();
      try {
        return function.apply();
      } finally {
        Contexts.leaveOwnGuard(guard);
      }
    }
  }

  private static final class InFunction<T, R> extends Guarded implements CheckedFunction1<T, R> {
    private final CheckedFunction1<T, R> function;

    InFunction(CheckedFunction1<T, R> function, BooleanSupplier inForce) {
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
