// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.Refusal;
import io.outrider.instrumentation.BufferLimits;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;

/** A message is sent: ends with the method, or when the library says so. */
final class MessageSend extends CallHandler {
  private final ProducerAdapter<Object> adapter;
  private final MessageCalls calls;

  MessageSend(Engine engine, ProducerAdapter<Object> adapter, Life life) {
    super(life, "a message that is sent");
    this.adapter = adapter;
    this.calls = engine.messageCalls();
  }

  @Override
  Object[] begin(Object self, Object a0, Object a1, Object a2) throws Exception {
    Object[] arguments = (Object[]) a0;
    Object message = adapter.message(self, arguments);
    Operation operation = message == null ? null : calls.send(adapter, self, message);
    if (operation == null) {
      return null;
    }
    try {
      Object skip = null;
      if (operation.refused != null) {
        skip = new Refused(adapter, self, message, arguments, operation.refused);
      } else {
        skip =
            adapter.outgoing(
                self, message, arguments, calls.headers(operation), new Sending(calls, operation));
      }
      Object[] entered = {operation, skip, null, arguments};
      operation.previous = Current.swap(operation);
      return entered;
    } catch (Throwable e) {
      calls.abandon(operation);
      throw e;
    }
  }

  @Override
  Object[] finish(Object[] entered, Object returned, Throwable thrown) {
    Operation operation = (Operation) entered[OPERATION];
    Current.swap(operation.previous);
    operation.previous = null;
    Object skipped = entered[REFUSAL];
    if (skipped == null) {
      end(operation, thrown);
      return null;
    }
    Object instead = null;
    Throwable failure = null;
    boolean refused = operation.refused != null;
    if (refused) {
      // The application may look at its span in its callback.
      calls.sent(operation, null);
    }
    Context before = refused ? null : Current.swap(operation);
    try {
      instead = ((ProducerAdapter.Detour) skipped).call();
    } catch (Throwable e) {
      failure = e;
    } finally {
      if (!refused) {
        Current.swap(before);
      }
    }
    if (!refused) {
      end(operation, failure);
    }
    return new Object[] {instead, failure};
  }

  private void end(Operation operation, Throwable thrown) {
    boolean later = false;
    try {
      Object message = operation.request;
      if (thrown == null && message != null) {
        later = adapter.ends(message);
        if (!later && operation.span.isRecording()) {
          Sending.name(operation, adapter.sentId(message));
        }
      }
    } catch (Throwable e) {
      life.failed("a message that is sent", e);
    }
    if (!later) {
      calls.sent(operation, thrown);
    }
  }

  /** What is done in place of a call that guards refuse. */
  private static final class Refused implements ProducerAdapter.Detour {
    private final ProducerAdapter<Object> adapter;
    private final Object self;
    private final Object message;
    private final Object[] arguments;
    private final Refusal refusal;

    Refused(
        ProducerAdapter<Object> adapter,
        Object self,
        Object message,
        Object[] arguments,
        Refusal refusal) {
      this.adapter = adapter;
      this.self = self;
      this.message = message;
      this.arguments = arguments;
      this.refusal = refusal;
    }

    @Override
    public Object call() throws Throwable {
      return adapter.refused(self, message, arguments, reason(refusal));
    }
  }

  private static SendRefusal reason(Refusal refusal) {
    long wait = refusal.retryAfterNanos(System.nanoTime());
    return new SendRefusal(refusal.rule(), refusal.guard().text(), refusal.message(wait), wait);
  }

  /** Hears what becomes of a message. */
  private static final class Sending extends Send {
    private final MessageCalls calls;
    private final Operation operation;

    Sending(MessageCalls calls, Operation operation) {
      this.calls = calls;
      this.operation = operation;
    }

    @Override
    public void stored(String partition, long offset) {
      try {
        if (partition != null) {
          operation.span.setAttribute(Semantics.MESSAGING_PARTITION, partition);
        }
        if (offset >= 0) {
          operation.span.setAttribute(Semantics.KAFKA_OFFSET, Long.valueOf(offset));
        }
      } catch (Throwable e) {
        Errors.observing("a message that was sent", e);
      }
    }

    @Override
    public void id(String id) {
      try {
        name(operation, id);
      } catch (Throwable e) {
        Errors.observing("a message that was sent", e);
      }
    }

    static void name(Operation operation, String id) {
      if (id != null) {
        operation.span.setAttribute(
            Semantics.MESSAGING_MESSAGE_ID, Texts.cut(id, Texts.LONGEST_HEADER));
      }
    }

    @Override
    public void end(Throwable thrown) {
      calls.sent(operation, thrown);
    }

    @Override
    public BufferLimits buffer() {
      GuardSet guards = operation.guards;
      return guards == null || guards.buffer() == null || operation.observed
          ? null
          : guards.buffer().limits();
    }

    @Override
    public void handedOn(long waitedNanos) {
      try {
        MessageCalls.handedOn(operation, waitedNanos);
      } catch (Throwable e) {
        Errors.observing("a message that was buffered", e);
      }
    }

    @Override
    public SendRefusal dropped() {
      calls.dropped(operation);
      return reason(operation.refused);
    }

    @Override
    public Object context() {
      return OwnGuard.without(operation.parent);
    }
  }
}
