// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import java.util.Date;

/** Reads {@code executeListener(channel, message or messages)}. */
class SpringListening implements ConsumerAdapter<SpringDelivery> {
  @Override
  public SpringDelivery message(Object self, Object[] arguments, Object returned) {
    return SpringDelivery.of((Channel) arguments[0], arguments[1]);
  }

  @Override
  public MessageEndpoint endpoint(SpringDelivery message) {
    return message.endpoint;
  }

  @Override
  public String operation() {
    return "process";
  }

  /** On a thread of the container's, or of the client's pool; what follows waits at the broker. */
  @Override
  public boolean mayBeHeld(SpringDelivery message) {
    return true;
  }

  @Override
  public Iterable<SpringDelivery> batch(SpringDelivery message) {
    return message.isBatch() ? message : null;
  }

  /** What the listener has thrown, without the container's words about it. */
  @Override
  public Throwable failure(SpringDelivery message, Object returned, Throwable thrown) {
    return thrown != null
            && thrown.getCause() != null
            && thrown.getClass().getName().endsWith(".ListenerExecutionFailedException")
        ? thrown.getCause()
        : thrown;
  }

  @Override
  public String wholeDestination(SpringDelivery message) {
    return Names.whole(
        message.properties.getReceivedExchange(),
        message.properties.getReceivedRoutingKey(),
        message.properties.getConsumerQueue());
  }

  @Override
  public String header(SpringDelivery message, String name) {
    return Names.text(message.properties.getHeaders().get(name));
  }

  @Override
  public String id(SpringDelivery message) {
    return message.properties.getMessageId();
  }

  @Override
  public String conversation(SpringDelivery message) {
    return message.properties.getCorrelationId();
  }

  @Override
  public String routingKey(SpringDelivery message) {
    return message.properties.getReceivedRoutingKey();
  }

  @Override
  public long published(SpringDelivery message) {
    Date published = message.properties.getTimestamp();
    return published == null ? 0 : published.getTime();
  }
}
