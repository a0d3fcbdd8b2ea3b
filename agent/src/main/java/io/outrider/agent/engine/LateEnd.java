// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Ends the run of a method when what the method has returned ends: a stage, or a publisher of
 * Reactor, whose callbacks are types of the JDK and can be given without knowing Reactor.
 */
final class LateEnd {
  private final Class<?> mono; // null: stages
  private final Method[] callbacks;

  private LateEnd(Class<?> mono, Method... callbacks) {
    this.mono = mono;
    this.callbacks = callbacks;
  }

  /**
   * @return null when the end of a method that returns this is the end of what it does
   */
  static LateEnd of(Class<?> returned) {
    if (CompletionStage.class.isAssignableFrom(returned)) {
      return new LateEnd(null);
    }
    String name = returned.getName();
    if (!name.equals("reactor.core.publisher.Mono")
        && !name.equals("reactor.core.publisher.Flux")) {
      return null;
    }
    try {
      return new LateEnd(
          returned,
          returned.getMethod("doOnError", Consumer.class),
          returned.getMethod("doOnTerminate", Runnable.class),
          returned.getMethod("doOnCancel", Runnable.class));
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /**
   * @return what the caller gets
   */
  Object end(MethodRun run, Object returned) {
    try {
      if (mono == null) {
        ((CompletionStage<?>) returned).whenComplete(new End(run));
        return returned;
      }
      End end = new End(run);
      Object with = callbacks[0].invoke(returned, end);
      with = callbacks[1].invoke(with, end);
      return callbacks[2].invoke(with, end);
    } catch (Throwable e) {
      // A stage of another kind may not take callbacks.
      Errors.observing("the end of an asynchronous method", e);
      run.end(null);
      return returned;
    }
  }

  private static final class End
      implements BiConsumer<Object, Throwable>, Consumer<Throwable>, Runnable {
    private final MethodRun run;

    End(MethodRun run) {
      this.run = run;
    }

    @Override
    public void accept(Object result, Throwable thrown) {
      Throwable cause = thrown;
      while ((cause instanceof CompletionException || cause instanceof ExecutionException)
          && cause.getCause() != null) {
        cause = cause.getCause();
      }
      run.end(cause);
    }

    @Override
    public void accept(Throwable thrown) {
      run.end(thrown);
    }

    @Override
    public void run() {
      run.end(null);
    }
  }
}
