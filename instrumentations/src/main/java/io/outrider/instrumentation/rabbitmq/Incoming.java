// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.outrider.instrumentation.MessageEndpoint;

/** A message that the application is given. */
final class Incoming {
  final Source source;
  final Envelope envelope;

  /** May be null. */
  final AMQP.BasicProperties properties;

  Incoming(Source source, Envelope envelope, AMQP.BasicProperties properties) {
    this.source = source;
    this.envelope = envelope;
    this.properties = properties;
  }

  MessageEndpoint endpoint() {
    return source.endpoint;
  }
}
