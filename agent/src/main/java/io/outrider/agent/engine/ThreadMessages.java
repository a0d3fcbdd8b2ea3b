// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.GuardSet;
import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.LagSource;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;

/** Lets adapters say themselves when work on messages begins and ends. */
final class ThreadMessages extends Messages {
  private final Engine engine;

  ThreadMessages(Engine engine) {
    this.engine = engine;
  }

  @Override
  protected <M> Object begin(ConsumerAdapter<M> adapter, M message) {
    try {
      Operation operation = engine.messageCalls().process(adapter, message);
      if (operation != null) {
        operation.previous = Current.swap(operation);
      }
      return operation;
    } catch (Throwable e) {
      Errors.observing("a message that is processed", e);
      return null;
    }
  }

  @Override
  protected void end(Object processing, Throwable thrown) {
    leave(processing);
    finish(processing, thrown);
  }

  @Override
  protected void leave(Object processing) {
    Operation operation = (Operation) processing;
    // Nothing makes adapters keep to the order of scopes: what has enclosed this one may have ended
    // before, and the thread be elsewhere.
    if (operation.encloses(Current.get())) {
      Current.swap(operation.previous);
    }
    operation.previous = null;
  }

  @Override
  protected void finish(Object processing, Throwable thrown) {
    engine.messageCalls().processed((Operation) processing, thrown);
  }

  @Override
  protected long limit(MessageEndpoint to) {
    try {
      GuardSet set = MessagePeer.of(engine.guards, to, "send", true).peer.guards.whole();
      return set == null ? 0 : set.requestNanos();
    } catch (Throwable e) {
      Errors.observing("the time limit of messages", e);
      return 0;
    }
  }

  @Override
  protected boolean holds() {
    return engine.guards.holds();
  }

  @Override
  protected long hold(MessageEndpoint from) {
    try {
      return engine.messageCalls().holdNanos(from);
    } catch (Throwable e) {
      Errors.observing("the guards of messages", e);
      return 0;
    }
  }

  @Override
  protected void add(LagSource source) {
    engine.messageCalls().lags.add(source);
  }
}
