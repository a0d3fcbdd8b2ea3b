// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves Kafka's own producer and consumer. A record is sent from {@code send} until its callback,
 * outside the producer's interceptors, which hear nothing of one that is refused. What a poll gives
 * is worked on by going through it: each record until the next one is asked for.
 */
public final class Kafka implements Instrumentation {
  private static final String PRODUCER = "org.apache.kafka.clients.producer.";
  private static final String CONSUMER = "org.apache.kafka.clients.consumer.";

  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("kafka-clients", "2.0 to 4.3");
    library
        .type(PRODUCER + "KafkaProducer")
        .method("send")
        .arguments(2)
        .as(Shape.MESSAGE_SEND, Sending.class)
        .constructor()
        .argument(0, PRODUCER + "ProducerConfig")
        .as(Shape.AFTER, Made.class)
        .constructor()
        .argument(0, "java.util.Map")
        .as(Shape.WRAP, Limits.class)
        .constructor()
        .argument(0, "java.util.Properties")
        .as(Shape.WRAP, Limits.class)
        .method("flush")
        .arguments(0)
        .as(Shape.SCOPE, Draining.class)
        .method("close")
        .arguments(1)
        .argument(0, "java.time.Duration")
        .as(Shape.WRAP, Draining.class)
        .method("close")
        .argument(0, "long")
        .as(Shape.SCOPE, Draining.class);
    library
        .type(CONSUMER + "KafkaConsumer")
        .constructor()
        .argument(0, CONSUMER + "ConsumerConfig")
        .as(Shape.AFTER, Made.class)
        .method("poll")
        .arguments(1)
        .as(Shape.MESSAGE_RECEIVE, Receiving.class)
        .method("close")
        .as(Shape.SCOPE, Closing.class);
    library
        .type(CONSUMER + "ConsumerRecords")
        .method("iterator")
        .arguments(0)
        .as(Shape.AFTER, Polled.class)
        .method("records")
        .arguments(1)
        .as(Shape.AFTER, Polled.class);
  }
}
