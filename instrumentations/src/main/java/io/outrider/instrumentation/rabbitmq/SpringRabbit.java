// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the containers of spring-rabbit where both kinds of them call a listener, of whichever
 * type, with one message or a batch, retries included. Its own consumers of the client are left
 * alone: some only put what they get into a queue.
 */
public final class SpringRabbit implements Instrumentation {
  private static final String SPRING = "org.springframework.amqp.rabbit.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("spring-rabbit", "2.0 to 4.1");
    library
        .type(SPRING + "listener.AbstractMessageListenerContainer")
        .method("executeListener")
        .arguments(2)
        .as(Shape.MESSAGE_PROCESS, SpringListening.class);
    library
        .type(SPRING + "core.RabbitTemplate")
        .method("receive")
        .arguments(2)
        .as(Shape.MESSAGE_RECEIVE, SpringReceiving.class);
  }
}
