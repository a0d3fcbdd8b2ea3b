// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

/** Reads {@code QueueingConsumer.nextDelivery}, which is no more since 5.0. */
final class Queued extends Delivered {
  @Override
  @SuppressWarnings("deprecation") // Since 4.0, and still in use.
  public Incoming message(Object self, Object[] arguments, Object returned) {
    Source source = returned == null ? null : Consuming.QUEUEING.get(self);
    if (source == null) {
      return null;
    }
    com.rabbitmq.client.QueueingConsumer.Delivery delivery =
        (com.rabbitmq.client.QueueingConsumer.Delivery) returned;
    return new Incoming(source, delivery.getEnvelope(), delivery.getProperties());
  }

  @Override
  public String operation() {
    return "receive";
  }
}
