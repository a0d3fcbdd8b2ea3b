// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;

/** What messages, queues and exchanges are called. */
final class Names {
  /** What the conventions call the default exchange where nothing else says where to. */
  private static final String DEFAULT = "amq.default";

  private Names() {}

  /** Names that a broker or Spring has made up for queues that live as long as a connection. */
  static boolean isMadeUp(String name) {
    return name.startsWith("amq.gen-")
        || name.startsWith("amq.rabbitmq.reply-to")
        || name.startsWith("spring.gen-");
  }

  /**
   * What a message is sent to, by a name that is one of few: routing keys are not, but to the
   * default exchange they are names of queues.
   */
  static String target(String exchange, String routingKey) {
    if (!isEmpty(exchange)) {
      return exchange;
    }
    return isEmpty(routingKey) ? DEFAULT : routingKey;
  }

  /**
   * All of where a message goes to or has come from, with colons between, as the conventions for
   * RabbitMQ (1.30 and later) want it.
   *
   * @param queue null for a message that is sent
   * @return null where {@link #target} or the queue says as much
   */
  static String whole(String exchange, String routingKey, String queue) {
    if (isEmpty(exchange)) {
      return null;
    }
    String whole =
        isEmpty(routingKey) || routingKey.equals(queue) ? exchange : exchange + ':' + routingKey;
    return isEmpty(queue) ? whole : whole + ':' + queue;
  }

  static String header(AMQP.BasicProperties properties, String name) {
    return properties == null || properties.getHeaders() == null
        ? null
        : text(properties.getHeaders().get(name));
  }

  static String text(Object value) {
    return value instanceof String || value instanceof LongString ? value.toString() : null;
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }
}
