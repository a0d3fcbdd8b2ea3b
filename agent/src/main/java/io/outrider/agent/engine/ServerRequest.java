// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.HttpServerAdapter;

/**
 * A server's request. Woven in many places that see the same request one inside the other: the
 * outermost begins it. A re-dispatch (to an error page, or after an asynchronous wait) continues
 * it.
 */
final class ServerRequest extends Around {
  private final Engine engine;
  private final HttpServerAdapter<Object, Object> adapter;
  private final HttpServerCalls calls;
  private final Life life;

  ServerRequest(Engine engine, HttpServerAdapter<Object, Object> adapter, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.serverCalls;
    this.life = life;
  }

  @Override
  public Object[] enter(Object self, Object a0, Object a1, Object a2) {
    if (life.isOver()) {
      return null;
    }
    try {
      Object request = adapter.request(self, a0, a1, a2);
      if (request == null) {
        return null;
      }
      Operation innermost = innermost(Current.orNull());
      Object state = adapter.state(request);
      if (state instanceof Operation) {
        return innermost == state
            ? null
            : new Object[] {new Resumed((Operation) state), null, null, null};
      }
      if (innermost != null && innermost.thread == Thread.currentThread()) {
        // A server without a place for our state, or a filter that hands on a request of its own
        // making. Asking for the
        // thread tells it from a context that was carried along to where the next request begins.
        return null;
      }
      return begin(self, a0, a1, a2, request);
    } catch (Throwable e) {
      life.failed("an HTTP request", e);
      return null;
    }
  }

  private Object[] begin(Object self, Object a0, Object a1, Object a2, Object request)
      throws Exception {
    Operation operation = calls.begin(adapter, request);
    if (operation == null) {
      return null;
    }
    operation.response = adapter.response(self, a0, a1, a2);
    adapter.state(request, operation);
    Refused refused = engine.guards.atDoor(operation);
    operation.thread = Thread.currentThread();
    operation.previous = Current.swap(operation);
    if (refused != null) {
      refused.answer(adapter, request, operation.response);
    }
    return new Object[] {operation, refused, null, null};
  }

  private static Operation innermost(Context context) {
    Operation operation = Operation.of(context);
    while (operation != null && operation.kind != Operation.Kind.HTTP_SERVER) {
      operation = Operation.of(operation.parent);
    }
    return operation;
  }

  @Override
  public Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    Object begun = ((Object[]) entered)[OPERATION];
    if (begun instanceof Resumed) {
      Current.swap(((Resumed) begun).previous);
      return null;
    }
    Operation operation = (Operation) begun;
    Current.swap(operation.previous);
    operation.previous = null;
    operation.thread = null;
    Object request = operation.request;
    Object response = operation.response;
    // The request may be recycled while the operation lives on in an asynchronous answer.
    operation.response = null;
    operation.request = null;
    try {
      if (thrown != null
          || !adapter.suspended(request, response, new Completed(calls, adapter, operation))) {
        calls.end(adapter, operation, response, 0, (Throwable) thrown);
      }
    } catch (Throwable e) {
      life.failed("the end of an HTTP request", e);
      calls.end(adapter, operation, null, 0, (Throwable) thrown);
    }
    return null;
  }

  /** The request goes on in this method: its context is current while it does. */
  private static final class Resumed {
    final Context previous;

    Resumed(Operation operation) {
      previous = Current.swap(operation);
    }
  }

  private static final class Completed implements HttpServerAdapter.Completion {
    private final HttpServerCalls calls;
    private final HttpServerAdapter<Object, Object> adapter;
    private final Operation operation;

    Completed(
        HttpServerCalls calls, HttpServerAdapter<Object, Object> adapter, Operation operation) {
      this.calls = calls;
      this.adapter = adapter;
      this.operation = operation;
    }

    @Override
    public void completed(int status, Throwable error) {
      try {
        calls.end(adapter, operation, null, status, error);
      } catch (Throwable e) {
        Errors.observing("the end of an HTTP request", e);
      }
    }
  }
}
