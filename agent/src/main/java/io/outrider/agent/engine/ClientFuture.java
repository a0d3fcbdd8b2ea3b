// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.HttpClientAdapter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** A client call whose method returns a CompletableFuture: the call ends when the future does. */
final class ClientFuture extends ClientCall {
  /** {@code CompletableFuture.newIncompleteFuture}; null on Java 8. */
  private static final MethodHandle NEW_FUTURE = newFuture();

  ClientFuture(Engine engine, HttpClientAdapter<Object, Object> adapter, int argument, Life life) {
    super(engine, adapter, argument, life);
  }

  private static MethodHandle newFuture() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              CompletableFuture.class,
              "newIncompleteFuture",
              MethodType.methodType(CompletableFuture.class));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  /** Who asks for a future does not want to wait. */
  @Override
  boolean mayWait() {
    return false;
  }

  @Override
  Object fallback(Operation operation, Object request, Object a1) {
    return Fallbacks.future(adapter, operation, request, a1);
  }

  @Override
  Object[] attempt(Attempts attempts) {
    return new AsyncAttempts(attempts).run();
  }

  @Override
  Object[] refused(Throwable refusal) {
    CompletableFuture<Object> failed = new CompletableFuture<Object>();
    failed.completeExceptionally(refusal);
    return new Object[] {failed, null};
  }

  @Override
  Object[] returned(Operation operation, Object returned, Throwable thrown) {
    if (!(returned instanceof CompletableFuture)) {
      answered(operation, null, thrown);
      return null;
    }
    @SuppressWarnings("unchecked") // Only handed on.
    CompletableFuture<Object> source = (CompletableFuture<Object>) returned;
    CompletableFuture<Object> future;
    try {
      future = like(source);
      Completion completion = new Completion(this, operation, future);
      completion.bound = Bound.set(engine, operation, new Expiry(completion, source));
      source.whenComplete(completion);
    } catch (Throwable e) {
      life.failed("a future HTTP response", e);
      calls.abandon(operation);
      return null;
    }
    return new Object[] {future, null};
  }

  /**
   * A future of the library's own kind: what to cancel it does to the call, or to cancel what is
   * derived from it, is for the library to say.
   */
  @SuppressWarnings("unchecked") // It is incomplete: of any type.
  private static CompletableFuture<Object> like(CompletableFuture<Object> source) throws Exception {
    if (NEW_FUTURE != null && source.getClass() != CompletableFuture.class) {
      CompletableFuture<Object> own;
      try {
        own = (CompletableFuture<Object>) NEW_FUTURE.invokeExact((CompletableFuture<?>) source);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
      if (own != null && own.getClass() != CompletableFuture.class && !own.isDone()) {
        return own;
      }
    }
    return new StandIn(source);
  }

  /**
   * Ends the call before the application hears of it, and runs what it has attached in the caller's
   * context.
   */
  private static final class Completion implements BiConsumer<Object, Throwable> {
    private final ClientFuture site;
    private final Operation operation;
    private final CompletableFuture<Object> future;
    private Later.Task bound;

    Completion(ClientFuture site, Operation operation, CompletableFuture<Object> future) {
      this.site = site;
      this.operation = operation;
      this.future = future;
    }

    @Override
    public void accept(Object value, Throwable thrown) {
      if (bound != null) {
        bound.cancel();
      }
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      try {
        site.answered(operation, value, cause);
      } catch (Throwable e) {
        // No stack or no heap is left; the application is to have its answer all the same.
        Errors.observing("the end of an HTTP client call", e);
      }
      Context parent = OwnGuard.without(operation.parent);
      Context previous = Current.swap(parent == Context.root() ? null : parent);
      try {
        if (thrown == null) {
          future.complete(value);
        } else {
          future.completeExceptionally(thrown);
        }
      } finally {
        Current.swap(previous);
      }
    }
  }

  /** The time for the whole of the call is up. */
  private static final class Expiry implements Runnable {
    private final Completion completion;
    private final CompletableFuture<Object> source;

    Expiry(Completion completion, CompletableFuture<Object> source) {
      this.completion = completion;
      this.source = source;
    }

    @Override
    public void run() {
      if (!source.isDone()) {
        completion.accept(null, Bound.timeout(completion.site.adapter, completion.operation));
        source.cancel(true);
      }
    }
  }

  /**
   * What the application gets instead of a future that knows nothing of its call: who cancels it
   * meant the library's.
   */
  private static final class StandIn extends CompletableFuture<Object> {
    private final CompletableFuture<Object> source;

    StandIn(CompletableFuture<Object> source) {
      this.source = source;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (!isDone()) {
        source.cancel(mayInterrupt);
      }
      return super.cancel(mayInterrupt);
    }
  }
}
