// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.Messages;

/** Lets adapters say themselves when work on messages begins and ends. */
final class ThreadMessages extends Messages {
  private static final Life LIFE = new Life("messaging");

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
    Current.swap(operation.previous);
    operation.previous = null;
  }

  @Override
  protected void finish(Object processing, Throwable thrown) {
    engine.messageCalls().processed((Operation) processing, thrown);
  }

  @Override
  protected <M> void receive(
      ConsumerAdapter<M> adapter, M batch, long startNanos, Throwable thrown) {
    engine.messageCalls().received(adapter, batch, startNanos, thrown, LIFE);
  }
}
