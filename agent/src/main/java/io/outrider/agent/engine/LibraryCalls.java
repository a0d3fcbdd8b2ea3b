// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.ClientCalls;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.concurrent.CompletableFuture;

/** The calls of one library that makes and ends them by itself, as the shapes treat theirs. */
final class LibraryCalls extends ClientCalls {
  private final Engine engine;

  /** Null in the one that makes all others. */
  private final ClientFuture site;

  LibraryCalls(Engine engine) {
    this(engine, null);
  }

  private LibraryCalls(Engine engine, ClientFuture site) {
    this.engine = engine;
    this.site = site;
  }

  @Override
  @SuppressWarnings("unchecked") // It is asked about its own requests alone.
  protected ClientCalls bind(HttpClientAdapter<?, ?> adapter, String library) {
    return new LibraryCalls(
        engine,
        new ClientFuture(
            engine, (HttpClientAdapter<Object, Object>) adapter, 0, new Life(library)));
  }

  @Override
  public boolean observes() {
    return !site.life.isOver() && !Operation.isNested(Current.get(), Operation.Kind.HTTP_CLIENT);
  }

  @Override
  public io.outrider.instrumentation.ClientCall begin(Object made) {
    Operation operation = null;
    try {
      Object request = site.life.isOver() ? null : site.adapter.request(made, null, null, null);
      operation = request == null ? null : site.calls.begin(site.adapter, request, false);
      if (operation == null) {
        return null;
      }
      if (operation.refusal != null) {
        Fallbacks.none(operation);
      } else {
        Faults.inject(engine, operation, site.adapter);
      }
      return new LibraryCall(site, operation, site.calls.headers(site.adapter, request, operation));
    } catch (Throwable e) {
      if (operation != null) {
        site.calls.abandon(operation);
      }
      site.life.failed("an HTTP client call", e);
      return null;
    }
  }

  @Override
  public CompletableFuture<?> make(Object request) throws Throwable {
    Object[] entered = site.enter(request, null, null, null);
    if (entered == null) {
      return null;
    }
    Object[] result = site.exit(entered, null, null);
    if (result == null) {
      throw new IllegalStateException("a call was neither made nor refused");
    }
    if (result[1] != null) {
      throw (Throwable) result[1];
    }
    return (CompletableFuture<?>) result[0];
  }
}
