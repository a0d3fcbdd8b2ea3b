// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.WeakStore;

/**
 * One method of a call that spreads over several methods of one object. The first begins the call,
 * the last or the first that fails ends it; they call each other inside, which counts as one.
 */
final class ClientStage extends Around {
  /**
   * Stored in place of an operation that has ended: what is asked of the object afterwards is no
   * new call.
   */
  /**
   * Stored once the answer was asked for: what is asked of the object afterwards is no new call.
   */
  private static final Object DONE = new Object();

  private final Engine engine;
  private final HttpClientAdapter<Object, Object> adapter;
  private final HttpClientCalls calls;
  private final WeakStore<Object, Object> open;
  private final Shape shape;
  private final Life life;

  ClientStage(Engine engine, HttpClientAdapter<Object, Object> adapter, Shape shape, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.clientCalls;
    this.open = engine.openCalls;
    this.shape = shape;
    this.life = life;
  }

  @Override
  public Object[] enter(Object self, Object a0, Object a1, Object a2) {
    if (life.isOver()) {
      return null;
    }
    Operation operation = null;
    try {
      Object state = open.get(self);
      if (state == DONE) {
        return null;
      }
      if (state instanceof Throwable) {
        return new Object[] {state, state, null, null};
      }
      operation = (Operation) state;
      if (operation == null) {
        Object request = shape == Shape.CLIENT_ABANDON ? null : adapter.request(self, a0, a1, a2);
        operation = request == null ? null : begin(self, request);
      }
      if (operation == null || operation.depth > 0) {
        return null;
      }
      operation.depth = 1;
      Context previous = Current.swap(operation);
      return new Object[] {new Stage(operation, self, previous), operation.refusal, null, null};
    } catch (Throwable e) {
      life.failed("an HTTP client call", e);
      if (operation != null) {
        open.remove(self);
        calls.end(adapter, operation, null, null);
      }
      return null;
    }
  }

  private Operation begin(Object self, Object request) throws Exception {
    Operation operation = calls.begin(adapter, request);
    if (operation == null) {
      return null;
    }
    // The store holds its values: one that knew its key would keep it for ever.
    operation.request = null;
    open.put(self, operation);
    if (operation.refusal == null) {
      adapter.outgoing(
          request,
          calls.headers(operation),
          engine.guards.connectNanos(operation),
          engine.guards.requestNanos(operation));
    }
    return operation;
  }

  @Override
  public Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    Object begun = ((Object[]) entered)[OPERATION];
    if (begun instanceof Throwable) {
      return new Object[] {null, begun};
    }
    Stage stage = (Stage) begun;
    Operation operation = stage.operation;
    Current.swap(stage.previous);
    operation.depth = 0;
    if (operation.refusal != null) {
      // Whoever asks for the answer again gets the same refusal; whoever connects again is a new
      // call.
      remember(stage.self, shape == Shape.CLIENT_END ? operation.refusal : null);
      calls.end(adapter, operation, null, operation.refusal);
      return new Object[] {null, operation.refusal};
    }
    try {
      if (thrown != null || shape != Shape.CLIENT_BEGIN) {
        // First: to ask for the status may come through here again.
        remember(stage.self, shape == Shape.CLIENT_END ? DONE : null);
        Object response =
            shape == Shape.CLIENT_ABANDON
                ? null
                : adapter.response(stage.self, returned, (Throwable) thrown);
        calls.end(adapter, operation, response, (Throwable) thrown);
      }
    } catch (Throwable e) {
      life.failed("the end of an HTTP client call", e);
      calls.end(adapter, operation, null, (Throwable) thrown);
    }
    return null;
  }

  private void remember(Object self, Object state) {
    if (state == null) {
      open.remove(self);
    } else {
      open.put(self, state);
    }
  }

  private static final class Stage {
    final Operation operation;
    final Object self;
    final Context previous;

    Stage(Operation operation, Object self, Context previous) {
      this.operation = operation;
      this.self = self;
      this.previous = previous;
    }
  }
}
