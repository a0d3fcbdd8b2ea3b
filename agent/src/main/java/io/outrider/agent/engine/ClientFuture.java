// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** A client call whose method returns a CompletableFuture: the call ends when the future does. */
final class ClientFuture extends ClientCall {
  ClientFuture(Engine engine, HttpClientAdapter<Object, Object> adapter, int argument, Life life) {
    super(engine, adapter, argument, life);
  }

  @Override
  Object[] refused(Operation operation) {
    calls.end(adapter, operation, null, operation.refusal);
    CompletableFuture<Object> failed = new CompletableFuture<Object>();
    failed.completeExceptionally(operation.refusal);
    return new Object[] {failed, null};
  }

  @Override
  Object[] returned(Operation operation, Object returned, Throwable thrown) {
    if (!(returned instanceof CompletableFuture)) {
      calls.end(adapter, operation, null, thrown);
      return null;
    }
    @SuppressWarnings("unchecked")
    CompletableFuture<Object> source = (CompletableFuture<Object>) returned;
    CallFuture future = new CallFuture(source);
    source.whenComplete(new Completion(this, operation, future));
    return new Object[] {future, null};
  }

  /**
   * Ends the call before the application hears of it, and runs what it has attached in the caller's
   * context.
   */
  private static final class Completion implements BiConsumer<Object, Throwable> {
    private final ClientFuture site;
    private final Operation operation;
    private final CallFuture future;

    Completion(ClientFuture site, Operation operation, CallFuture future) {
      this.site = site;
      this.operation = operation;
      this.future = future;
    }

    @Override
    public void accept(Object value, Throwable thrown) {
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      try {
        site.calls.end(
            site.adapter, operation, site.adapter.response(operation.request, value, cause), cause);
      } catch (Throwable e) {
        Errors.observing("the end of an HTTP client call", e);
      }
      Context previous = Current.swap(operation.parent == Context.root() ? null : operation.parent);
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

  /**
   * What the application gets instead of the library's own future. Cancelling it, or a future
   * derived from it, cancels the call, as it does with the JDK's.
   */
  private static final class CallFuture extends CompletableFuture<Object> {
    private final CompletableFuture<?> source;

    CallFuture(CompletableFuture<?> source) {
      this.source = source;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      source.cancel(mayInterrupt);
      return super.cancel(mayInterrupt);
    }

    /** Overrides the method that Java 9 has added. */
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Derived<U>(this);
    }
  }

  private static final class Derived<T> extends CompletableFuture<T> {
    private final CompletableFuture<?> call;

    Derived(CompletableFuture<?> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      call.cancel(mayInterrupt);
      return super.cancel(mayInterrupt);
    }

    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Derived<U>(call);
    }
  }
}
