// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the channels of RabbitMQ's own client, below its recovering ones, which pass everything on
 * to them. Consumers are stood in for where they are registered: only there it is known of which
 * queue they are.
 */
public final class RabbitMq implements Instrumentation {
  private static final String CLIENT = "com.rabbitmq.client.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("rabbitmq", "4.0 to 5.37");
    library
        .type(CLIENT + "impl.ChannelN")
        .method("basicPublish")
        .arguments(6)
        .as(Shape.MESSAGE_SEND, Publishing.class)
        .method("basicGet")
        .arguments(2)
        .as(Shape.MESSAGE_RECEIVE, Getting.class)
        .method("basicConsume")
        .arguments(7)
        .argument(6, CLIENT + "Consumer")
        .as(Shape.MESSAGE_RECEIVE, Consuming.class)
        .method("txSelect")
        .arguments(0)
        .as(Shape.AFTER, Transactions.class);
    library
        .type(CLIENT + "QueueingConsumer")
        .method("nextDelivery")
        .as(Shape.MESSAGE_RECEIVE, Queued.class);
    library
        .subtypesOf(CLIENT + "ExceptionHandler")
        .method("handleConsumerException")
        .arguments(5)
        .replacing(2)
        .as(Shape.WRAP, ConsumerFailed.class);
  }
}
