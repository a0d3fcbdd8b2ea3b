// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.ConsumerAdapter;

/** The application is called to work on a message, or on some at once. */
final class MessageProcess extends CallHandler {
  private final ConsumerAdapter<Object> adapter;
  private final MessageCalls calls;

  MessageProcess(Engine engine, ConsumerAdapter<Object> adapter, Life life) {
    super(life, "a message that is processed");
    this.adapter = adapter;
    this.calls = engine.messageCalls();
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    Object message = adapter.message(self, (Object[]) a0, null);
    Operation operation = message == null ? null : calls.process(adapter, message);
    if (operation == null) {
      return null;
    }
    operation.previous = Current.swap(operation);
    return new Object[] {operation, null, null, a0};
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Operation operation = (Operation) entered[OPERATION];
    Current.swap(operation.previous);
    operation.previous = null;
    Throwable failure = thrown;
    try {
      failure = adapter.failure(operation.request, returned, thrown);
    } finally {
      calls.processed(operation, failure);
    }
    return null;
  }
}
