// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.reflect.Proxy;
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
    if (order.get("handler") != null) {
      handleErrors(container, order.get("handler"));
    }
    container.start();
    work.await();
    container.stop();
    Downstream.call(order.get("after"));
    return work.answer();
  }

  /** Newer versions alone have this kind of error handler. */
  private static void handleErrors(KafkaMessageListenerContainer<?, ?> container, String url)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.springframework.kafka.listener.CommonErrorHandler");
    Object handler =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handleOne")) {
                Downstream.call(url);
              }
              return method.getReturnType() == boolean.class
                  ? method.getName().equals("handleOne")
                      || method.getName().equals("isAckAfterHandle")
                  : null;
            });
    container.getClass().getMethod("setCommonErrorHandler", type).invoke(container, handler);
  }
}
