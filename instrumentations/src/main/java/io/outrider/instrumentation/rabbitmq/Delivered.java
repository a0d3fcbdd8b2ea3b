// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import java.util.Date;

/** Reads the messages that the client hands on. */
class Delivered implements ConsumerAdapter<Incoming> {
  static final Delivered ONE = new Delivered();

  @Override
  public Incoming message(Object self, Object[] arguments, Object returned) {
    return null;
  }

  @Override
  public MessageEndpoint endpoint(Incoming message) {
    return message.endpoint();
  }

  @Override
  public String operation() {
    return "process";
  }

  /** On a thread of the client's pool, which works on one message of a channel a time. */
  @Override
  public boolean mayBeHeld(Incoming message) {
    return true;
  }

  @Override
  public String wholeDestination(Incoming message) {
    return Names.whole(
        message.envelope.getExchange(), message.envelope.getRoutingKey(), message.source.queue);
  }

  @Override
  public String header(Incoming message, String name) {
    return Names.header(message.properties, name);
  }

  @Override
  public String id(Incoming message) {
    return message.properties == null ? null : message.properties.getMessageId();
  }

  @Override
  public String conversation(Incoming message) {
    return message.properties == null ? null : message.properties.getCorrelationId();
  }

  @Override
  public String routingKey(Incoming message) {
    return message.envelope.getRoutingKey();
  }

  /** In whole seconds, and only where the application has said it. */
  @Override
  public long published(Incoming message) {
    Date published = message.properties == null ? null : message.properties.getTimestamp();
    return published == null ? 0 : published.getTime();
  }

  static Source source(Object channel, Object queue) {
    return new Source((Channel) channel, (String) queue);
  }
}
