// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Messages;
import io.outrider.instrumentation.Wrapped;
import javax.jms.Message;
import javax.jms.MessageListener;

/** Runs a listener of the javax API inside its message's span. */
final class JavaxListener implements MessageListener, Wrapped {
  private static final JavaxProcess ADAPTER = new JavaxProcess();

  private final MessageListener listener;

  JavaxListener(MessageListener listener) {
    this.listener = listener;
  }

  @Override
  public Object original() {
    return listener;
  }

  @Override
  public void onMessage(Message message) {
    Object processing = Messages.process(ADAPTER, message);
    Throwable failure = null;
    try {
      listener.onMessage(message);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      Messages.processed(processing, failure);
    }
  }
}
