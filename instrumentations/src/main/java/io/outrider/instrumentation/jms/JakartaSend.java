// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.ProducerAdapter;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;

/**
 * Reads what producers of the jakarta API send. Its twin for the other API differs in nothing else.
 */
class JakartaSend implements ProducerAdapter<Outgoing> {
  @Override
  public Outgoing message(Object self, Object[] arguments) {
    if (Producers.leavesItToAnother(self)) {
      return null;
    }
    if (arguments[0] instanceof Message) {
      return new Outgoing(arguments[0], destination((MessageProducer) self));
    }
    return arguments.length > 1 && arguments[1] instanceof Message
        ? new Outgoing(arguments[1], arguments[0])
        : null;
  }

  private static Destination destination(MessageProducer producer) {
    try {
      return producer.getDestination();
    } catch (JMSException closed) {
      return null;
    }
  }

  @Override
  public boolean inTransaction(Object self, Outgoing sent) {
    return !Producers.isPlain(self);
  }

  @Override
  public Detour outgoing(
      Object self, Outgoing sent, Object[] arguments, Headers headers, Send send) {
    JakartaMessages.put((Message) sent.message, headers);
    return null;
  }

  @Override
  public boolean ends(Outgoing sent) {
    return sent.heard;
  }

  @Override
  public Object refused(Object self, Outgoing sent, Object[] arguments, SendRefusal refusal)
      throws JMSException {
    throw new JakartaRefusal(refusal);
  }

  @Override
  public MessageEndpoint endpoint(Outgoing sent) {
    return JakartaMessages.endpoint((Destination) sent.destination, (Message) sent.message);
  }

  @Override
  public String operation() {
    return "send";
  }

  @Override
  public String header(Outgoing sent, String name) {
    return JakartaMessages.header((Message) sent.message, name);
  }

  @Override
  public String conversation(Outgoing sent) {
    return JakartaMessages.conversation((Message) sent.message);
  }

  @Override
  public String sentId(Outgoing sent) {
    return JakartaMessages.id((Message) sent.message);
  }
}
