// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

/** spring-kafka's containers, and Kafka's own producer. */
public final class SpringKafkaDriver implements Driver {
  private final KafkaDriver plain = new KafkaDriver();

  @Override
  public String name() {
    return "SpringKafka";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    return order.get("action").equals("consume") ? consume(order) : plain.perform(order);
  }

  private static Order consume(Order order) throws Exception {
    Work work = new Work(order);
    ContainerProperties properties = new ContainerProperties(order.get("destination"));
    properties.setPollTimeout(200);
    if ("true".equals(order.get("batch"))) {
      BatchMessageListener<String, String> listener = work::on;
      properties.setMessageListener(listener);
    } else {
      MessageListener<String, String> listener = work::on;
      properties.setMessageListener(listener);
    }
    KafkaMessageListenerContainer<String, String> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<String, String>(KafkaDriver.consumerConfig(order)),
            properties);
    container.setBeanName("listener");
    container.start();
    work.await();
    container.stop();
    Downstream.call(order.get("after"));
    return work.answer();
  }
}
