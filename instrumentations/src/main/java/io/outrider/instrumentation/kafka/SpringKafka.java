// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * Weaves the containers of spring-kafka, which go through a poll's records themselves: around each
 * call of a listener with all that belongs to it, error handlers included.
 */
public final class SpringKafka implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    weaver
        .library("spring-kafka", "2.2 to 4.0")
        .type("org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer")
        .method("invokeListener")
        .arguments(1)
        .as(Shape.SCOPE, ContainerPolled.class)
        .method("doInvokeRecordListener")
        .as(Shape.MESSAGE_PROCESS, Listening.class)
        .method("doInvokeBatchListener")
        .as(Shape.MESSAGE_PROCESS, Listening.class)
        .method("invokeErrorHandler")
        .argument(2, "java.lang.RuntimeException")
        .replacing(2)
        .as(Shape.WRAP, ListenerFailed.class)
        // 2.3 and 2.4.
        .method("invokeErrorHandler")
        .argument(3, "java.lang.RuntimeException")
        .replacing(3)
        .as(Shape.WRAP, ListenerFailed.class)
        .method("invokeBatchErrorHandler")
        .argument(2, "java.lang.RuntimeException")
        .replacing(2)
        .as(Shape.WRAP, ListenerFailed.class);
  }
}
