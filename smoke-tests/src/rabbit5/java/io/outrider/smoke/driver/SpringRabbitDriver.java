// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** spring-rabbit's template and containers; {@code how} is the container. */
public final class SpringRabbitDriver implements Driver {
  private final RabbitDriver plain = new RabbitDriver();
  private CachingConnectionFactory factory;

  @Override
  public String name() {
    return "SpringRabbit";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("action")) {
      case "send":
        return send(order);
      case "receive":
        return receive(order);
      case "consume":
        return consume(order);
      default:
        return plain.perform(order);
    }
  }

  private synchronized CachingConnectionFactory factory(Order order) {
    if (factory == null) {
      factory = new CachingConnectionFactory(order.get("host"), order.number("port", 0));
    }
    return factory;
  }

  private RabbitTemplate template(Order order) {
    RabbitTemplate template = new RabbitTemplate(factory(order));
    template.execute(
        channel -> {
          RabbitDriver.declare(channel, order);
          return null;
        });
    return template;
  }

  private static Message message(Order order) {
    MessageProperties properties = new MessageProperties();
    properties.setTimestamp(new Date());
    for (Map.Entry<String, Object> header : RabbitDriver.headers(order).entrySet()) {
      properties.setHeader(header.getKey(), header.getValue());
    }
    return new Message(order.get("body").getBytes(StandardCharsets.UTF_8), properties);
  }

  private Order send(Order order) {
    RabbitTemplate template = template(order);
    for (int i = 0; i < order.number("times", 1); i++) {
      template.send("", order.get("destination"), message(order));
    }
    return new Order().with("sent", "true");
  }

  private Order receive(Order order) {
    RabbitWork work = new RabbitWork(order);
    RabbitTemplate template = template(order);
    int timeout = order.number("timeout", 0);
    Message message = null;
    while (message == null) {
      message =
          timeout == 0
              ? template.receive(order.get("destination"))
              : template.receive(order.get("destination"), timeout);
    }
    on(work, message);
    return work.answer();
  }

  private static void on(RabbitWork work, Message message) {
    work.on(RabbitDriver.text(message.getBody()), message.getMessageProperties().getHeaders());
  }

  private Order consume(Order order) throws Exception {
    RabbitWork work = new RabbitWork(order);
    template(order);
    if ("annotated".equals(order.get("how"))) {
      annotated(order, work);
    } else {
      AbstractMessageListenerContainer container = container(order, work);
      container.setQueueNames(order.get("destination"));
      container.afterPropertiesSet();
      container.start();
      work.await();
      container.stop();
    }
    Downstream.call(order.get("after"));
    return work.answer();
  }

  private AbstractMessageListenerContainer container(Order order, RabbitWork work) {
    if ("direct".equals(order.get("how"))) {
      DirectMessageListenerContainer direct = new DirectMessageListenerContainer(factory(order));
      direct.setMessageListener((MessageListener) message -> on(work, message));
      return direct;
    }
    SimpleMessageListenerContainer simple = new SimpleMessageListenerContainer(factory(order));
    if ("batch".equals(order.get("how"))) {
      Batches.listen(simple, work);
    } else {
      simple.setMessageListener((MessageListener) message -> on(work, message));
    }
    return simple;
  }

  private void annotated(Order order, RabbitWork work) throws InterruptedException {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.getBeanFactory().registerSingleton("listenedTo", order.get("destination"));
      context.getBeanFactory().registerSingleton("work", work);
      SimpleRabbitListenerContainerFactory containers = new SimpleRabbitListenerContainerFactory();
      containers.setConnectionFactory((ConnectionFactory) factory(order));
      context.getBeanFactory().registerSingleton("rabbitListenerContainerFactory", containers);
      context.register(Listening.class);
      context.refresh();
      work.await();
    }
  }

  /** Since 2.2. */
  private static final class Batches {
    static void listen(SimpleMessageListenerContainer container, RabbitWork work) {
      container.setBatchSize(10);
      container.setConsumerBatchEnabled(true);
      container.setReceiveTimeout(500);
      container.setMessageListener(
          (ChannelAwareBatchMessageListener) (messages, channel) -> on(work, messages));
    }

    private static void on(RabbitWork work, List<Message> messages) {
      for (Message message : messages) {
        work.seen(
            RabbitDriver.text(message.getBody()), message.getMessageProperties().getHeaders());
      }
      work.call("all");
    }
  }

  /** An application with a listener method. */
  @Configuration
  @EnableRabbit
  static class Listening {
    @Bean
    Listener listener(RabbitWork work) {
      return new Listener(work);
    }
  }

  /** Its bean. */
  static class Listener {
    private final RabbitWork work;

    Listener(RabbitWork work) {
      this.work = work;
    }

    @RabbitListener(queues = "#{listenedTo}")
    public void on(Message message) {
      SpringRabbitDriver.on(work, message);
    }
  }
}
