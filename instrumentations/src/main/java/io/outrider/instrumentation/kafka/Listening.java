// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** A container calls its listener with a record, or with all that it has. */
final class Listening extends Processing {
  @Override
  @SuppressWarnings("unchecked") // A container's lists hold records.
  public Delivery message(Object self, Object[] arguments, Object returned) {
    Client client = ContainerPolled.of(self);
    Delivery delivery;
    if (arguments[0] instanceof ConsumerRecord) {
      delivery = new Delivery(client, (ConsumerRecord<?, ?>) arguments[0]);
    } else {
      // There is no list for listeners that take all of it as it was polled.
      List<?> list = arguments[1] instanceof List ? (List<?>) arguments[1] : null;
      List<ConsumerRecord<?, ?>> batch =
          list == null || list.isEmpty()
              ? listOf((ConsumerRecords<?, ?>) arguments[0])
              : (List<ConsumerRecord<?, ?>>) list;
      if (batch.isEmpty()) {
        return null;
      }
      delivery = new Delivery(client, batch);
    }
    client.handed = delivery;
    return delivery;
  }

  /** What the error handler makes of it is the container's affair: the listener has failed. */
  @Override
  public Throwable failure(Delivery delivery, Object returned, Throwable thrown) {
    delivery.client.handed = null;
    Throwable failure = delivery.failure;
    if (failure == null) {
      failure = returned instanceof Throwable ? (Throwable) returned : thrown;
    }
    return failure != null
            && failure.getCause() != null
            && failure.getClass().getName().endsWith(".ListenerExecutionFailedException")
        ? failure.getCause()
        : failure;
  }
}
