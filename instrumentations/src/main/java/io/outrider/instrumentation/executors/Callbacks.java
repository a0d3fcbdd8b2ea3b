// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Functions that run in the context they were handed over in, one kind for each functional
 * interface: an object may implement several, and the parameter says which is meant.
 */
@SuppressWarnings("unchecked") // The functions' own types are erased where they are woven.
final class Callbacks {
  private Callbacks() {}

  /** What all kinds hold. */
  private abstract static class Callback<F> implements Wrapped {
    final Object context;
    final F function;

    Callback(Object context, F function) {
      this.context = context;
      this.function = function;
    }

    @Override
    public final Object original() {
      return function;
    }

    @Override
    public final String toString() {
      return function.toString();
    }
  }

  /** Runnables. */
  static final class Runnables implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null ? function : ContextRunnable.of(context, (Runnable) function);
    }
  }

  /** Suppliers. */
  static final class Suppliers implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null ? function : new InContext(context, (Supplier<Object>) function);
    }

    private static final class InContext extends Callback<Supplier<Object>>
        implements Supplier<Object> {
      InContext(Object context, Supplier<Object> function) {
        super(context, function);
      }

      @Override
      public Object get() {
        Object previous = Contexts.attach(context);
        try {
          return function.get();
        } finally {
          Contexts.restore(previous);
        }
      }
    }
  }

  /** Functions. */
  static final class Functions implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null
          ? function
          : new InContext(context, (Function<Object, Object>) function);
    }

    private static final class InContext extends Callback<Function<Object, Object>>
        implements Function<Object, Object> {
      InContext(Object context, Function<Object, Object> function) {
        super(context, function);
      }

      @Override
      public Object apply(Object argument) {
        Object previous = Contexts.attach(context);
        try {
          return function.apply(argument);
        } finally {
          Contexts.restore(previous);
        }
      }
    }
  }

  /** BiFunctions. */
  static final class BiFunctions implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null
          ? function
          : new InContext(context, (BiFunction<Object, Object, Object>) function);
    }

    private static final class InContext extends Callback<BiFunction<Object, Object, Object>>
        implements BiFunction<Object, Object, Object> {
      InContext(Object context, BiFunction<Object, Object, Object> function) {
        super(context, function);
      }

      @Override
      public Object apply(Object first, Object second) {
        Object previous = Contexts.attach(context);
        try {
          return function.apply(first, second);
        } finally {
          Contexts.restore(previous);
        }
      }
    }
  }

  /** Consumers. */
  static final class Consumers implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null ? function : new InContext(context, (Consumer<Object>) function);
    }

    private static final class InContext extends Callback<Consumer<Object>>
        implements Consumer<Object> {
      InContext(Object context, Consumer<Object> function) {
        super(context, function);
      }

      @Override
      public void accept(Object argument) {
        Object previous = Contexts.attach(context);
        try {
          function.accept(argument);
        } finally {
          Contexts.restore(previous);
        }
      }
    }
  }

  /** BiConsumers. */
  static final class BiConsumers implements WrapAdapter {
    @Override
    public Object wrap(Object self, Object function) {
      Object context = Carrying.contextForCallback(function);
      return context == null
          ? function
          : new InContext(context, (BiConsumer<Object, Object>) function);
    }

    private static final class InContext extends Callback<BiConsumer<Object, Object>>
        implements BiConsumer<Object, Object> {
      InContext(Object context, BiConsumer<Object, Object> function) {
        super(context, function);
      }

      @Override
      public void accept(Object first, Object second) {
        Object previous = Contexts.attach(context);
        try {
          function.accept(first, second);
        } finally {
          Contexts.restore(previous);
        }
      }
    }
  }
}
