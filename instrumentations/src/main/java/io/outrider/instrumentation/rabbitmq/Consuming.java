// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import com.rabbitmq.client.Consumer;
import io.outrider.instrumentation.WeakStore;

/**
 * Reads {@code basicConsume(queue, autoAck, tag, noLocal, exclusive, arguments, consumer)}: the
 * consumer will be called inside the span of each of its messages.
 */
final class Consuming extends Delivered {
  /** Where those read from that put messages into a queue for another thread to ask for. */
  static final WeakStore<Object, Source> QUEUEING = new WeakStore<Object, Source>(10_000);

  private static final int CONSUMER = 6;
  private static final String CLIENT = "com.rabbitmq.client.";
  private static final String SPRING = "org.springframework.amqp.";

  @Override
  public void asks(Object self, Object[] arguments) {
    Object consumer = arguments[CONSUMER];
    if (consumer == null || consumer instanceof Worked) {
      return;
    }
    if (isQueueing(consumer.getClass())) {
      QUEUEING.put(consumer, source(self, arguments[0]));
    } else if (!handsOn(consumer.getClass().getName())) {
      arguments[CONSUMER] = new Worked((Consumer) consumer, source(self, arguments[0]));
    }
  }

  private static boolean isQueueing(Class<?> consumer) {
    for (Class<?> type = consumer; type != null; type = type.getSuperclass()) {
      if (type.getName().equals("com.rabbitmq.client.QueueingConsumer")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Consumers of libraries that only pass messages on to others: for the client these are helpers
   * of remote calls, but not those that it makes of callbacks.
   */
  private static boolean handsOn(String name) {
    return name.startsWith(SPRING) || name.startsWith(CLIENT) && !name.startsWith(CLIENT + "impl.");
  }
}
