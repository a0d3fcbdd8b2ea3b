// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.instrumentation.ConsumerAdapter;

/** The application asks for messages, and what it is given is known when the method returns. */
final class MessageReceive extends CallHandler {
  private static final int ARGUMENTS = 2;

  private final ConsumerAdapter<Object> adapter;
  private final MessageCalls calls;

  MessageReceive(Engine engine, ConsumerAdapter<Object> adapter, Life life) {
    super(life, "messages that are received");
    this.adapter = adapter;
    this.calls = engine.messageCalls();
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) {
    adapter.asks(self, (Object[]) a0);
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.RECEIVE)) {
      return null;
    }
    // What the library asks on the way is part of it.
    Asking asking = new Asking(current, self, (Object[]) a0);
    asking.previous = Current.swap(asking);
    return new Object[] {asking, null, null, a0};
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Asking asking = (Asking) entered[OPERATION];
    Current.swap(asking.previous);
    asking.end();
    Object message = adapter.message(asking.self, asking.arguments, returned);
    if (message != null) {
      calls.received(adapter, message, asking.startNanos, thrown, life);
    }
    asking.self = null;
    asking.arguments = null;
    return null;
  }

  /** Until there is an answer there is nothing to tell of: mostly there is no message. */
  private static final class Asking extends Silence {
    final long startNanos = System.nanoTime();
    Object self;
    Object[] arguments;

    Asking(Context parent, Object self, Object[] arguments) {
      super(parent, Operation.Kind.RECEIVE);
      this.self = self;
      this.arguments = arguments;
    }
  }
}
