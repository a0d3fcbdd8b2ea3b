// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageProducer;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.MethodJmsListenerEndpoint;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;

/** Sends by a template that keeps its producers, and has containers call its listeners. */
public final class SpringJmsDriver implements Driver {
  private final Map<String, CachingConnectionFactory> factories = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "springjms";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    try {
      return performed(order);
    } catch (Throwable e) {
      // The template's exception stands for what was thrown, without saying more.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Thrown.describe(cause).with("serialized", JmsDriver.serialized(cause));
    }
  }

  private Order performed(Order order) throws Exception {
    JmsTemplate template = new JmsTemplate(factory(order));
    String destination = order.get("destination");
    switch (order.get("action")) {
      case "send":
        for (int i = 0; i < order.number("times", 1); i++) {
          template.send(destination, session -> message(session, order));
        }
        return new Order().with("sent", true);
      case "sendWrong":
        wrong(order);
        return new Order();
      case "transaction":
        return transaction(order);
      case "request":
        return request(template, order);
      case "consume":
        return consume(order);
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  private CachingConnectionFactory factory(Order order) {
    return factories.computeIfAbsent(
        order.get("broker"),
        broker -> {
          try {
            return new CachingConnectionFactory(JmsDriver.factory(order));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Message message(Session session, Order order) throws JMSException {
    String body = order.get("body");
    return JmsWork.filled(
        body == null ? session.createMessage() : session.createTextMessage(body), order);
  }

  /** By the client itself: what the template keeps is never closed. */
  private static void wrong(Order order) throws Exception {
    try (Connection connection = JmsDriver.factory(order).createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(null);
      producer.close();
      producer.send(session.createQueue(order.get("destination")), session.createMessage());
    }
  }

  private Order transaction(Order order) {
    JmsTemplate template = new JmsTemplate(factory(order));
    template.setSessionTransacted(true);
    boolean rollback = Boolean.parseBoolean(order.get("rollback"));
    template.execute(
        session -> {
          MessageProducer producer =
              session.createProducer(session.createQueue(order.get("destination")));
          for (String body : order.get("bodies").split(";")) {
            producer.send(session.createTextMessage(body));
          }
          if (rollback) {
            session.rollback();
          } else {
            session.commit();
          }
          return null;
        });
    return new Order().with("done", rollback ? "rollback" : "commit");
  }

  private Order request(JmsTemplate template, Order order) throws Exception {
    DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
    container.setMessageListener(
        (SessionAwareMessageListener<Message>)
            (asked, session) ->
                session
                    .createProducer(asked.getJMSReplyTo())
                    .send(session.createTextMessage("answer")));
    start(container, order);
    try {
      TextMessage reply =
          (TextMessage)
              template.sendAndReceive(order.get("destination"), session -> message(session, order));
      return new Order().with("bodies", reply.getText());
    } finally {
      container.shutdown();
    }
  }

  private Order consume(Order order) throws Exception {
    String after = order.get("after");
    JmsWork work = new JmsWork(order);
    AbstractMessageListenerContainer container;
    switch (order.get("how", "")) {
      case "simple":
        container = new SimpleMessageListenerContainer();
        container.setMessageListener(work);
        break;
      case "aware":
        container = container(after);
        container.setMessageListener(
            (SessionAwareMessageListener<Message>) (message, session) -> work.work(message));
        break;
      case "annotated":
        DefaultJmsListenerContainerFactory made =
            new DefaultJmsListenerContainerFactory() {
              @Override
              protected DefaultMessageListenerContainer createContainerInstance() {
                return container(after);
              }
            };
        made.setConnectionFactory(factory(order));
        container = made.createListenerContainer(annotated(work, order));
        break;
      default:
        container = container(after);
        container.setMessageListener(work);
    }
    start(container, order);
    try {
      Order answer = work.await();
      if (container instanceof Telling) {
        ((Telling) container).await();
      }
      return answer;
    } finally {
      container.shutdown();
    }
  }

  private static DefaultMessageListenerContainer container(String after) {
    return after == null ? new DefaultMessageListenerContainer() : new Telling(after);
  }

  private void start(AbstractMessageListenerContainer container, Order order) {
    container.setConnectionFactory(factory(order).getTargetConnectionFactory());
    container.setDestinationName(order.get("destination"));
    container.afterPropertiesSet();
    container.start();
  }

  /** What the container factory makes of a method with the annotation. */
  private static MethodJmsListenerEndpoint annotated(JmsWork work, Order order) throws Exception {
    DefaultMessageHandlerMethodFactory methods = new DefaultMessageHandlerMethodFactory();
    methods.afterPropertiesSet();
    MethodJmsListenerEndpoint endpoint = new MethodJmsListenerEndpoint();
    endpoint.setId("listener");
    endpoint.setDestination(order.get("destination"));
    endpoint.setBean(new Listening(work));
    endpoint.setMethod(Listening.class.getMethod("take", Message.class));
    endpoint.setMessageHandlerMethodFactory(methods);
    return endpoint;
  }

  /** A bean like an application's. */
  public static final class Listening {
    private final JmsWork work;

    Listening(JmsWork work) {
      this.work = work;
    }

    public void take(Message message) {
      work.work(message);
    }
  }

  /** Calls somebody when it is done with a message, on the thread that has called the listener. */
  private static final class Telling extends DefaultMessageListenerContainer {
    private final CountDownLatch told = new CountDownLatch(1);
    private final String url;

    Telling(String url) {
      this.url = url;
    }

    @Override
    protected void doExecuteListener(Session session, Message message) throws JMSException {
      super.doExecuteListener(session, message);
      try {
        Downstream.call(url);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        told.countDown();
      }
    }

    void await() throws InterruptedException {
      told.await(20, TimeUnit.SECONDS);
    }
  }
}
