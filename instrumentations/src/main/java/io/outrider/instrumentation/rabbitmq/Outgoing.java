// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;

/** A message that is published, and by which channel. */
final class Outgoing {
  final Line line;
  final String exchange;
  final String routingKey;

  /** May be null. */
  final AMQP.BasicProperties properties;

  Outgoing(Channel channel, Object[] arguments) {
    this.line = Line.of(channel);
    this.exchange = (String) arguments[0];
    this.routingKey = (String) arguments[1];
    this.properties = (AMQP.BasicProperties) arguments[4];
  }
}
