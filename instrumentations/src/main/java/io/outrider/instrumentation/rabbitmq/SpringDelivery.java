// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import io.outrider.instrumentation.MessageEndpoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** A message, or some at once, as a container of Spring's has them. */
final class SpringDelivery implements Iterable<SpringDelivery> {
  final MessageEndpoint endpoint;

  /** Of the first, where there are some. */
  final MessageProperties properties;

  /** Null: one. */
  private final List<?> batch;

  SpringDelivery(MessageEndpoint endpoint, MessageProperties properties) {
    this.endpoint = endpoint;
    this.properties = properties;
    this.batch = null;
  }

  private SpringDelivery(Broker broker, Message message, List<?> batch) {
    this.properties = message.getMessageProperties();
    this.endpoint = broker.endpoint(properties.getConsumerQueue());
    this.batch = batch;
  }

  /**
   * @param channel may be null
   * @return null when there is no message
   */
  static SpringDelivery of(Channel channel, Object data) {
    Broker broker = Broker.of(channel == null ? null : channel.getConnection());
    if (data instanceof Message) {
      return new SpringDelivery(broker, (Message) data, null);
    }
    List<?> batch = data instanceof List ? (List<?>) data : null;
    return batch == null || batch.isEmpty()
        ? null
        : new SpringDelivery(broker, (Message) batch.get(0), batch);
  }

  boolean isBatch() {
    return batch != null;
  }

  /** All of them count as of the queue of the first one. */
  @Override
  public Iterator<SpringDelivery> iterator() {
    List<SpringDelivery> each = new ArrayList<SpringDelivery>(batch.size());
    for (Object message : batch) {
      each.add(new SpringDelivery(endpoint, ((Message) message).getMessageProperties()));
    }
    return each.iterator();
  }
}
