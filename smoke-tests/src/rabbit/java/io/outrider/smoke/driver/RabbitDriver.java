// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** RabbitMQ's own client; {@code how} is the way to consume. */
public class RabbitDriver implements Driver {
  private static volatile String failedConsumer;

  private Connection connection;

  /** A broker that takes no messages does not even make a channel. */
  private volatile Channel prepared;

  @Override
  public String name() {
    return "Rabbit";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("action")) {
      case "send":
        return send(order);
      case "sendWrong":
        return sendWrong(order);
      case "prepare":
        prepared = channel(order);
        return new Order();
      case "flood":
        return flood(order);
      case "transaction":
        return transaction(order);
      case "consume":
        return consume(order);
      case "get":
        return get(order);
      case "next":
        return next(order);
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  static ConnectionFactory factory(Order order) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(order.get("host"));
    factory.setPort(order.number("port", 0));
    factory.setExceptionHandler(new Forgiving());
    return factory;
  }

  private synchronized Connection connection(Order order) throws Exception {
    if (connection == null) {
      ConnectionFactory factory = factory(order);
      factory.setAutomaticRecoveryEnabled(!"false".equals(order.get("recovery")));
      connection = factory.newConnection();
    }
    return connection;
  }

  private Channel channel(Order order) throws Exception {
    Channel channel = connection(order).createChannel();
    declare(channel, order);
    return channel;
  }

  static void declare(Channel channel, Order order) throws IOException {
    String queue = order.get("destination");
    channel.queueDeclare(queue, false, false, false, null);
    if (order.get("exchange") != null) {
      channel.exchangeDeclare(order.get("exchange"), "topic");
      channel.queueBind(queue, order.get("exchange"), "#");
    }
  }

  static Map<String, Object> headers(Order order) {
    Map<String, Object> headers = new HashMap<>();
    for (Map.Entry<String, String> value : order.values().entrySet()) {
      if (value.getKey().startsWith("header.")) {
        headers.put(value.getKey().substring(7), value.getValue());
      }
    }
    return headers;
  }

  private static AMQP.BasicProperties properties(Order order) {
    if ("none".equals(order.get("properties"))) {
      return null;
    }
    AMQP.BasicProperties.Builder builder =
        new AMQP.BasicProperties.Builder()
            .timestamp(new Date())
            .messageId(order.get("messageId"))
            .correlationId(order.get("correlationId"));
    Map<String, Object> headers = headers(order);
    if (!headers.isEmpty()) {
      builder.headers(Collections.unmodifiableMap(headers));
    }
    return builder.build();
  }

  private static void publish(
      Channel channel, Order order, AMQP.BasicProperties properties, String body)
      throws IOException {
    channel.basicPublish(
        order.get("exchange", ""),
        order.get("routingKey", order.get("destination")),
        properties,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Order send(Order order) throws Exception {
    Channel channel = channel(order);
    channel.confirmSelect();
    try {
      AMQP.BasicProperties properties = properties(order);
      String before = String.valueOf(properties);
      for (int i = 0; i < order.number("times", 1); i++) {
        publish(channel, order, properties, order.get("body"));
      }
      return new Order()
          .with("sent", channel.waitForConfirms(20_000))
          .with("unchanged", before.equals(String.valueOf(properties)));
    } catch (IOException e) {
      return Thrown.describe(e).with("serialized", Copied.type(e));
    } finally {
      channel.close();
    }
  }

  private Order sendWrong(Order order) throws Exception {
    Channel channel = channel(order);
    channel.close();
    try {
      publish(channel, order, null, "hello");
      return new Order();
    } catch (AlreadyClosedException e) {
      return Thrown.describe(e);
    }
  }

  /** Publishes, without asking whether it has arrived, until that throws. */
  private Order flood(Order order) throws Exception {
    long begin = 0;
    try {
      for (int i = 0; i < 100; i++) {
        begin = System.nanoTime();
        publish(prepared, order, null, "hello");
        Thread.sleep(50);
      }
      return new Order().with("sent", "all");
    } catch (IOException e) {
      return Thrown.describe(e)
          .with("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }
  }

  private Order transaction(Order order) throws Exception {
    Channel channel = channel(order);
    channel.txSelect();
    for (String body : order.get("bodies").split(";")) {
      publish(channel, order, null, body);
    }
    boolean rollback = "true".equals(order.get("rollback"));
    if (rollback) {
      channel.txRollback();
    } else {
      channel.txCommit();
    }
    channel.close();
    return new Order().with("done", rollback ? "rollback" : "commit");
  }

  private Order consume(Order order) throws Exception {
    failedConsumer = null;
    RabbitWork work = new RabbitWork(order);
    Channel channel = channel(order);
    Consuming consumer = null;
    String tag;
    if ("callback".equals(order.get("how"))) {
      tag = registered(channel, order.get("destination"), work);
    } else {
      consumer = new Consuming(channel, work, order.get("after"));
      tag = channel.basicConsume(order.get("destination"), true, consumer);
    }
    work.await();
    channel.basicCancel(tag);
    if (consumer == null) {
      Downstream.call(order.get("after"));
    } else {
      consumer.cancelled.await(20, TimeUnit.SECONDS);
    }
    channel.close();
    return work.answer().with("failedConsumer", failedConsumer);
  }

  /** By a callback, which the oldest clients do not know. */
  String registered(Channel channel, String queue, RabbitWork work) throws IOException {
    throw new IOException("there are no callbacks");
  }

  private Order get(Order order) throws Exception {
    RabbitWork work = new RabbitWork(order);
    Channel channel = channel(order);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!work.isDone() && System.nanoTime() < end) {
      GetResponse got = channel.basicGet(order.get("destination"), true);
      if (got != null) {
        work.on(text(got.getBody()), got.getProps().getHeaders());
      }
    }
    channel.close();
    return work.answer();
  }

  @SuppressWarnings("deprecation")
  private Order next(Order order) throws Exception {
    RabbitWork work = new RabbitWork(order);
    Channel channel = channel(order);
    com.rabbitmq.client.QueueingConsumer consumer =
        new com.rabbitmq.client.QueueingConsumer(channel);
    channel.basicConsume(order.get("destination"), true, consumer);
    while (!work.isDone()) {
      com.rabbitmq.client.QueueingConsumer.Delivery delivery = consumer.nextDelivery(20_000);
      work.on(text(delivery.getBody()), delivery.getProperties().getHeaders());
    }
    channel.close();
    return work.answer();
  }

  static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A consumer of the application's own. */
  private static final class Consuming extends DefaultConsumer {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final RabbitWork work;
    private final String after;

    Consuming(Channel channel, RabbitWork work, String after) {
      super(channel);
      this.work = work;
      this.after = after;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      work.on(text(body), properties.getHeaders());
    }

    @Override
    public void handleCancelOk(String tag) {
      try {
        Downstream.call(after);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      cancelled.countDown();
    }
  }

  /** Leaves the channel open, and remembers who has failed. */
  private static final class Forgiving extends ForgivingExceptionHandler {
    @Override
    public void handleConsumerException(
        Channel channel, Throwable exception, Consumer consumer, String tag, String method) {
      failedConsumer = consumer.getClass().getName();
    }
  }
}
