// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.HttpClientAdapter;
import io.outrider.instrumentation.Shape;

/**
 * One method of a call that spreads over several methods of one object. The first begins the call,
 * the last or the first that fails ends it; they call each other inside, which counts as one.
 */
final class ClientStage extends CallHandler {
  /**
   * Stored once the answer was asked for: what is asked of the object afterwards is no new call.
   */
  private static final Object DONE = new Object();

  private final Engine engine;
  private final HttpClientAdapter<Object, Object> adapter;
  private final HttpClientCalls calls;
  private final OpenCalls open;
  private final Shape shape;

  ClientStage(Engine engine, HttpClientAdapter<Object, Object> adapter, Shape shape, Life life) {
    super(life, "an HTTP client call");
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.clientCalls;
    this.open = engine.openCalls;
    this.shape = shape;
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Object state = open.get(self);
    if (state == DONE) {
      return null;
    }
    if (state instanceof Throwable) {
      return shape == Shape.CLIENT_ABANDON ? null : new Object[] {state, state, null, null};
    }
    Operation operation = (Operation) state;
    if (operation == null) {
      Object request = shape == Shape.CLIENT_ABANDON ? null : adapter.request(self, a0, a1, a2);
      operation = request == null ? null : begin(self, request);
    }
    if (operation == null || operation.isEnded() || isRunning(operation)) {
      return null;
    }
    Stage stage = new Stage(operation, self);
    Object[] entered = {stage, operation.refusal, null, null};
    operation.thread = Thread.currentThread();
    stage.previous = Current.swap(operation);
    return entered;
  }

  /**
   * While a method of the call runs, whatever else is asked of its object is part of it. A
   * disconnect by another thread makes that method fail, which is then no fault of the peer's.
   */
  private boolean isRunning(Operation operation) {
    Thread running = operation.thread;
    if (shape == Shape.CLIENT_ABANDON && running != null && running != Thread.currentThread()) {
      operation.givenUp = true;
    }
    return running != null;
  }

  private Operation begin(Object self, Object request) throws Exception {
    Operation operation = calls.begin(adapter, request, true);
    if (operation == null) {
      return null;
    }
    try {
      // The store holds its values: one that knew its key would keep it for ever.
      operation.request = null;
      if (!open.put(self, operation)) {
        // It is full: nobody would find the call again to end it.
        calls.abandon(operation);
        return null;
      }
      if (operation.refusal != null) {
        Fallbacks.none(operation);
      } else if (!Faults.inject(engine, operation, adapter)) {
        adapter.outgoing(
            request,
            calls.headers(adapter, request, operation),
            engine.guards.connectNanos(operation),
            engine.guards.requestNanos(operation));
      }
      return operation;
    } catch (Throwable e) {
      open.remove(self);
      calls.abandon(operation);
      throw e;
    }
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    if (entered[OPERATION] instanceof Throwable) {
      return new Object[] {returned, entered[OPERATION]};
    }
    Stage stage = (Stage) entered[OPERATION];
    Operation operation = stage.operation;
    Current.swap(stage.previous);
    operation.thread = null;
    if (operation.refusal != null) {
      // Whoever asks for the answer again gets the same refusal; whoever connects again is a new
      // call.
      remember(stage.self, shape == Shape.CLIENT_END ? operation.refusal : null);
      calls.end(adapter, operation, null, operation.refusal, life);
      return new Object[] {returned, operation.refusal};
    }
    if (thrown != null || shape != Shape.CLIENT_BEGIN) {
      // First: to ask for the status may come through here again.
      remember(stage.self, shape == Shape.CLIENT_END ? DONE : null);
      if (shape == Shape.CLIENT_ABANDON || thrown != null && operation.givenUp) {
        calls.end(adapter, operation, null, HttpClientCalls.GIVEN_UP, life);
      } else {
        answered(stage, returned, thrown);
      }
    }
    return null;
  }

  private void answered(Stage stage, Object returned, Throwable thrown) {
    Object response = null;
    try {
      response = adapter.response(stage.self, returned, thrown);
    } catch (Throwable e) {
      life.failed("an HTTP response", e);
      if (thrown == null) {
        calls.abandon(stage.operation);
        return;
      }
    }
    calls.end(adapter, stage.operation, response, thrown, life);
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
    Context previous;

    Stage(Operation operation, Object self) {
      this.operation = operation;
      this.self = self;
    }
  }
}
