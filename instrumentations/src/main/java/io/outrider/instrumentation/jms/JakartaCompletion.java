// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.Send;
import jakarta.jms.CompletionListener;
import jakarta.jms.Message;

/**
 * Hears of the end of a message first, and tells the application in the context it has sent it in.
 */
final class JakartaCompletion implements CompletionListener {
  private final CompletionListener listener;
  private final Send send;

  JakartaCompletion(CompletionListener listener, Send send) {
    this.listener = listener;
    this.send = send;
  }

  @Override
  public void onCompletion(Message message) {
    name(message);
    send.end(null);
    Object before = Contexts.attach(send.context());
    try {
      listener.onCompletion(message);
    } finally {
      Contexts.restore(before);
    }
  }

  @Override
  public void onException(Message message, Exception exception) {
    send.end(exception);
    Object before = Contexts.attach(send.context());
    try {
      listener.onException(message, exception);
    } finally {
      Contexts.restore(before);
    }
  }

  /** The application is to hear of it whatever a provider makes of its message by then. */
  private void name(Message message) {
    try {
      send.id(JakartaMessages.id(message));
    } catch (RuntimeException nameless) {
      // Then its span has no name of it.
    }
  }
}
