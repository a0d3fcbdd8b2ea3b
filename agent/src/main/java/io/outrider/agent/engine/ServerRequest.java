// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Answer;
import io.outrider.instrumentation.HttpServerAdapter;

/**
 * A server's request. Woven in many places that see the same request one inside the other: the
 * outermost begins it. A re-dispatch (to an error page, or after an asynchronous wait) continues
 * it.
 */
final class ServerRequest extends CallHandler {
  private final Engine engine;
  private final HttpServerAdapter<Object, Object> adapter;
  private final HttpServerCalls calls;

  ServerRequest(Engine engine, HttpServerAdapter<Object, Object> adapter, Life life) {
    super(life, "an HTTP request");
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.serverCalls;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Object request = adapter.request(self, a0, a1, a2);
    if (request == null) {
      return null;
    }
    Operation innermost = Operation.requestOf(Current.orNull());
    Object state = adapter.state(request);
    if (state instanceof Operation) {
      return innermost == state ? null : resume((Operation) state);
    }
    if (innermost != null && innermost.thread == Thread.currentThread()) {
      // A server without a place for our state, or a filter that hands on a request of its own
      // making. Asking for the thread tells it from a context that was carried along to where the
      // next request begins.
      return null;
    }
    Object response = adapter.response(self, a0, a1, a2);
    Operation operation = calls.begin(adapter, request);
    try {
      return enter(operation, request, response);
    } catch (Throwable e) {
      calls.abandon(operation);
      adapter.state(request, null);
      throw e;
    }
  }

  private static Object[] resume(Operation operation) {
    Resumed resumed = new Resumed();
    Object[] entered = {resumed, null, null, null};
    resumed.previous = Current.swap(operation);
    return entered;
  }

  private Object[] enter(Operation operation, Object request, Object response) {
    operation.attend(adapter, request, response);
    operation.mayWait = true;
    adapter.state(request, operation);
    Answer answer = engine.guards.atDoor(operation);
    Object[] entered = {operation, answer, null, null};
    operation.thread = Thread.currentThread();
    operation.previous = Current.swap(operation);
    if (answer != null) {
      ServerAnswer.give(operation, answer);
    }
    return entered;
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    if (entered[OPERATION] instanceof Resumed) {
      Current.swap(((Resumed) entered[OPERATION]).previous);
      return null;
    }
    Operation operation = (Operation) entered[OPERATION];
    Current.swap(operation.previous);
    Object request = operation.request;
    Object response = operation.response;
    operation.previous = null;
    operation.forget();
    calls.lookWhetherItLasts(adapter, operation, response, life);
    boolean suspended = false;
    try {
      suspended =
          thrown == null
              && entered[REFUSAL] == null
              && adapter.suspended(request, response, new Completed(this, operation));
    } catch (Throwable e) {
      life.failed("whether an HTTP request goes on", e);
    }
    if (!suspended) {
      calls.end(adapter, operation, response, 0, thrown, life);
    }
    return null;
  }

  /** The request goes on in this method: its context is current while it does. */
  private static final class Resumed {
    Context previous;
  }

  private static final class Completed implements HttpServerAdapter.Completion {
    private final ServerRequest site;
    private final Operation operation;

    Completed(ServerRequest site, Operation operation) {
      this.site = site;
      this.operation = operation;
    }

    @Override
    public void completed(int status, Throwable error) {
      try {
        site.calls.end(site.adapter, operation, null, status, error, site.life);
      } catch (Throwable e) {
        Errors.observing("the end of an HTTP request", e);
      }
    }

    @Override
    public void abandoned() {
      site.calls.abandon(operation);
    }
  }
}
