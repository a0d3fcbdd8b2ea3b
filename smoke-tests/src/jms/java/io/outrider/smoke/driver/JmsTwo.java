// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.jms.CompletionListener;
import javax.jms.ConnectionFactory;
import javax.jms.JMSConsumer;
import javax.jms.JMSContext;
import javax.jms.JMSProducer;
import javax.jms.Message;
import javax.jms.Queue;
import javax.jms.Session;

/** What JMS has since 2.0. */
final class JmsTwo {
  private JmsTwo() {}

  static Order send(ConnectionFactory factory, Order order) throws Exception {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(order.get("destination"));
      JMSProducer producer = context.createProducer();
      for (int i = 0; i < order.number("times", 1); i++) {
        String body = order.get("body");
        producer.send(
            queue,
            JmsWork.filled(
                body == null ? context.createMessage() : context.createTextMessage(body), order));
      }
      return new Order().with("sent", true);
    }
  }

  static Order consume(ConnectionFactory factory, Order order) throws Exception {
    JmsWork work = new JmsWork(order);
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer =
            context.createConsumer(context.createQueue(order.get("destination")))) {
      if (order.get("after") == null) {
        consumer.setMessageListener(work);
        return work.await();
      }
      while (work.done() < work.count()) {
        work.onMessage(consumer.receive(5_000));
      }
      Downstream.call(order.get("after"));
      return work.answer();
    }
  }

  static void sendAsync(Session session, Queue queue, Message message, Order order, Order answer)
      throws Exception {
    Heard heard = new Heard(order.get("url"));
    try {
      switch (order.get("how", "")) {
        case "anonymous":
          session.createProducer(null).send(queue, message, heard);
          break;
        case "options":
          session.createProducer(queue).send(message, 1, 5, 60_000, heard);
          break;
        case "anonymous-options":
          session.createProducer(null).send(queue, message, 1, 5, 60_000, heard);
          break;
        default:
          session.createProducer(queue).send(message, heard);
      }
      heard.done.await(20, TimeUnit.SECONDS);
    } finally {
      answer.with("callbacks", heard.calls.get()).with("callback", heard.types);
    }
  }

  private static final class Heard implements CompletionListener {
    final CountDownLatch done = new CountDownLatch(1);
    final AtomicInteger calls = new AtomicInteger();
    private final String url;
    volatile String types;

    Heard(String url) {
      this.url = url;
    }

    @Override
    public void onCompletion(Message message) {
      heard(null);
    }

    @Override
    public void onException(Message message, Exception exception) {
      heard(exception);
    }

    private void heard(Exception exception) {
      calls.incrementAndGet();
      try {
        if (exception != null) {
          types = Thrown.describe(exception).get("types");
        }
        Downstream.call(url);
      } catch (Exception e) {
        types = e.toString();
      } finally {
        done.countDown();
      }
    }
  }
}
