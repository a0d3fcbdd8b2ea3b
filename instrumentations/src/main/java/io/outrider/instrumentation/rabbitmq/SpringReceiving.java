// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import org.springframework.amqp.core.Message;

/** Reads {@code RabbitTemplate.receive(queue, timeout)}, which is a short-lived consumer inside. */
final class SpringReceiving extends SpringListening {
  @Override
  public SpringDelivery message(Object self, Object[] arguments, Object returned) {
    return returned == null
        ? null
        : new SpringDelivery(
            Broker.of(null).endpoint((String) arguments[0]),
            ((Message) returned).getMessageProperties());
  }

  @Override
  public String operation() {
    return "receive";
  }
}
