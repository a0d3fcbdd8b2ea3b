// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * Reads what consumers of the jakarta API give. Its twin for the other API differs in nothing else.
 */
class JakartaReceive implements ConsumerAdapter<Message> {
  @Override
  public Message message(Object self, Object[] arguments, Object returned) {
    return (Message) returned;
  }

  @Override
  public String operation() {
    return "receive";
  }

  @Override
  public MessageEndpoint endpoint(Message message) {
    return JakartaMessages.endpoint(destination(message), message);
  }

  private static Destination destination(Message message) {
    try {
      return message.getJMSDestination();
    } catch (JMSException unknown) {
      return null;
    }
  }

  @Override
  public String header(Message message, String name) {
    return JakartaMessages.header(message, name);
  }

  @Override
  public String id(Message message) {
    return JakartaMessages.id(message);
  }

  @Override
  public String conversation(Message message) {
    return JakartaMessages.conversation(message);
  }

  @Override
  public long published(Message message) {
    try {
      return message.getJMSTimestamp();
    } catch (JMSException unknown) {
      return 0;
    }
  }
}
