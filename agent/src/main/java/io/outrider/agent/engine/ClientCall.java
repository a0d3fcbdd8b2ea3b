// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.shape.Around;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;

/** A synchronous client call: the method's end is the call's end. */
class ClientCall extends Around {
  final HttpClientAdapter<Object, Object> adapter;
  final HttpClientCalls calls;
  private final Engine engine;
  private final int argument;
  private final Life life;

  ClientCall(Engine engine, HttpClientAdapter<Object, Object> adapter, int argument, Life life) {
    this.engine = engine;
    this.adapter = adapter;
    this.calls = engine.clientCalls;
    this.argument = argument;
    this.life = life;
  }

  @Override
  public final Object[] enter(Object self, Object a0, Object a1, Object a2) {
    if (life.isOver()) {
      return null;
    }
    Operation operation = null;
    Object replaced = argument == 0 ? a0 : argument == 1 ? a1 : a2;
    try {
      Object request = adapter.request(self, a0, a1, a2);
      operation = request == null ? null : calls.begin(adapter, request);
      if (operation == null) {
        return null;
      }
      if (operation.refusal == null) {
        Headers headers = calls.headers(operation);
        replaced =
            adapter.outgoing(
                request,
                headers,
                engine.guards.connectNanos(operation),
                engine.guards.requestNanos(operation));
      }
      operation.previous = Current.swap(operation);
      return new Object[] {operation, operation.refusal, null, replaced};
    } catch (Throwable e) {
      life.failed("an HTTP client call", e);
      if (operation != null) {
        calls.end(adapter, operation, null, null);
      }
      return null;
    }
  }

  @Override
  public final Object[] exit(Object entered, Object returned, Object thrown) {
    if (entered == null) {
      return null;
    }
    Operation operation = (Operation) ((Object[]) entered)[OPERATION];
    Current.swap(operation.previous);
    if (operation.refusal != null) {
      return refused(operation);
    }
    try {
      return returned(operation, returned, (Throwable) thrown);
    } catch (Throwable e) {
      life.failed("the end of an HTTP client call", e);
      calls.end(adapter, operation, null, null);
      return null;
    }
  }

  Object[] refused(Operation operation) {
    calls.end(adapter, operation, null, operation.refusal);
    return new Object[] {null, operation.refusal};
  }

  Object[] returned(Operation operation, Object returned, Throwable thrown) {
    calls.end(adapter, operation, adapter.response(operation.request, returned, thrown), thrown);
    return null;
  }
}
