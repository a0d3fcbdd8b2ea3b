// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;

/** A synchronous client call: the method's end is the call's end. */
class ClientCall extends CallHandler {
  final HttpClientAdapter<Object, Object> adapter;
  final HttpClientCalls calls;
  final Engine engine;
  private final int argument;

  ClientCall(Engine engine, HttpClientAdapter<Object, Object> adapter, int argument, Life life) {
    super(life, "an HTTP client call");
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.clientCalls;
    this.argument = argument;
  }

  @Override
  final Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Object request = adapter.request(self, a0, a1, a2);
    Operation operation = request == null ? null : calls.begin(adapter, request, mayWait());
    if (operation == null) {
      return null;
    }
    try {
      Object replaced = argument == 0 ? a0 : argument == 1 ? a1 : a2;
      Object skip = operation.refusal;
      Object fallback = null;
      if (operation.refusal != null) {
        fallback = fallback(operation, request, a1);
      } else if (operation.attempts != null) {
        operation.attempts.of(this, argument, self, a0, a1, a2);
        skip = operation.attempts;
      } else if (Faults.inject(engine, operation, adapter)) {
        skip = operation.refusal;
      } else {
        Headers headers = calls.headers(adapter, request, operation);
        replaced =
            adapter.outgoing(
                request,
                headers,
                engine.guards.connectNanos(operation),
                engine.guards.requestNanos(operation));
        if (replaced instanceof HttpClientAdapter.Detour) {
          skip = replaced;
          replaced = argument == 0 ? a0 : argument == 1 ? a1 : a2;
        }
      }
      Object[] entered = {operation, skip, fallback, replaced};
      operation.previous = Current.swap(operation);
      return entered;
    } catch (Throwable e) {
      calls.abandon(operation);
      throw e;
    }
  }

  @Override
  final Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Operation operation = (Operation) entered[OPERATION];
    Current.swap(operation.previous);
    operation.previous = null;
    if (operation.refusal != null) {
      if (operation.attempts != null) {
        operation.attempts.unused();
      }
      calls.end(adapter, operation, null, operation.refusal, life);
      return entered[FALLBACK] == null
          ? refused(operation.refusal)
          : new Object[] {entered[FALLBACK], null};
    }
    if (operation.attempts != null) {
      try {
        return attempt(operation.attempts);
      } catch (Throwable e) {
        // No stack or no heap is left. The woven method was not run: there is nothing to return.
        return new Object[] {null, e};
      }
    }
    if (entered[REFUSAL] instanceof HttpClientAdapter.Detour) {
      return detour(operation, (HttpClientAdapter.Detour) entered[REFUSAL]);
    }
    return returned(operation, returned, thrown);
  }

  /** Makes the call by another way than the woven method, which was not let. */
  private Object[] detour(Operation operation, HttpClientAdapter.Detour detour) {
    Object returned = null;
    Throwable thrown = null;
    Context before = Current.swap(operation);
    try {
      returned = detour.call();
    } catch (Throwable e) {
      thrown = e;
    } finally {
      Current.swap(before);
    }
    Object[] instead = null;
    try {
      instead = returned(operation, returned, thrown);
    } catch (Throwable e) {
      // No stack or no heap is left; the call was made, and its outcome is the application's.
      Errors.observing("the end of an HTTP client call", e);
    }
    return instead == null ? new Object[] {returned, thrown} : instead;
  }

  /** Whether guards may hold up the thread that makes the call. */
  boolean mayWait() {
    return true;
  }

  /** What the application gets in place of a refusal; null: the refusal. */
  Object fallback(Operation operation, Object request, Object a1) {
    return Fallbacks.response(adapter, operation, request, a1);
  }

  /** Makes the call, where the woven method was not let. */
  Object[] attempt(Attempts attempts) {
    return new SyncAttempts(attempts).run();
  }

  /** What the application gets in place of an answer. */
  Object[] refused(Throwable refusal) {
    return new Object[] {null, refusal};
  }

  Object[] returned(Operation operation, Object returned, Throwable thrown) {
    answered(operation, returned, thrown);
    return null;
  }

  /** Ends the call by what came of it. Never throws. */
  final void answered(Operation operation, Object returned, Throwable thrown) {
    Object response = null;
    try {
      response = adapter.response(operation.request, returned, thrown);
    } catch (Throwable e) {
      life.failed("an HTTP response", e);
      if (thrown == null) {
        calls.abandon(operation);
        return;
      }
    }
    calls.end(adapter, operation, response, outcome(operation, response, thrown), life);
  }

  /** By what the call has failed, as far as the peer is concerned. */
  private Throwable outcome(Operation operation, Object response, Throwable thrown) {
    if (thrown == null || response != null) {
      return thrown;
    }
    try {
      long nanos = System.nanoTime() - operation.startNanos;
      return adapter.givenUp(operation.request, thrown, nanos) ? HttpClientCalls.GIVEN_UP : thrown;
    } catch (Throwable e) {
      life.failed("an HTTP call that has failed", e);
      return thrown;
    }
  }
}
