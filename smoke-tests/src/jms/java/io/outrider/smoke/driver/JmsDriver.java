// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.DeliveryMode;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageListener;
import javax.jms.MessageProducer;
import javax.jms.Queue;
import javax.jms.Session;
import javax.jms.TemporaryQueue;
import javax.jms.Topic;
import javax.jms.TopicConnection;
import javax.jms.TopicPublisher;
import javax.jms.TopicSession;
import javax.jms.TopicSubscriber;
import javax.jms.XAConnection;
import javax.jms.XAConnectionFactory;
import javax.jms.XASession;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Sends and receives by JMS 1.1; what 2.0 has added is asked of {@link JmsTwo}. */
public final class JmsDriver implements Driver {
  private static final int SHORT_MILLIS = 5_000;

  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "jms";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    try {
      return performed(order);
    } catch (Throwable e) {
      return Thrown.describe(e).with("serialized", serialized(e));
    }
  }

  private Order performed(Order order) throws Throwable {
    String how = order.get("how", "");
    switch (order.get("action")) {
      case "send":
        return how.equals("context") ? JmsTwo.send(factory(order), order) : send(order);
      case "sendWrong":
        return sendWrong(order);
      case "transaction":
        return transaction(order);
      case "consume":
        return how.equals("context") ? JmsTwo.consume(factory(order), order) : consume(order);
      case "receive":
        return receive(order);
      case "forward":
        return forward(order);
      case "request":
        return request(order);
      case "xa":
        return xa(order);
      case "publish":
        return publish(order);
      default:
        throw new IllegalArgumentException(order.get("action"));
    }
  }

  static ConnectionFactory factory(Order order) throws Exception {
    return (ConnectionFactory)
        Class.forName(order.get("factory"))
            .getConstructor(String.class)
            .newInstance(order.get("broker"));
  }

  private Connection connection(Order order) throws Exception {
    String key = order.get("factory") + order.get("pool", "");
    Connection connection = connections.get(key);
    if (connection == null) {
      ConnectionFactory factory = factory(order);
      if (order.get("pool") != null) {
        Object pool = Class.forName(order.get("pool")).getConstructor().newInstance();
        pool.getClass().getMethod("setConnectionFactory", Object.class).invoke(pool, factory);
        factory = (ConnectionFactory) pool;
      }
      connection = factory.createConnection();
      connection.start();
      connections.put(key, connection);
    }
    return connection;
  }

  private static Message message(Session session, Order order) throws Exception {
    String body = order.get("body");
    return JmsWork.filled(
        body == null ? session.createMessage() : session.createTextMessage(body), order);
  }

  private Order send(Order order) throws Exception {
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      Queue queue = session.createQueue(order.get("destination"));
      Order answer = new Order();
      for (int i = 0; i < order.number("times", 1); i++) {
        Message message = message(session, order);
        message.setJMSCorrelationID(order.get("conversation"));
        if (order.get("callback") != null) {
          JmsTwo.sendAsync(session, queue, message, order, answer);
        } else {
          send(session, queue, message, order.get("how", ""));
        }
        answer.with("id", message.getJMSMessageID());
      }
      return answer.with("sent", true);
    } finally {
      session.close();
    }
  }

  private static void send(Session session, Queue queue, Message message, String how)
      throws Exception {
    switch (how) {
      case "anonymous":
        session.createProducer(null).send(queue, message);
        break;
      case "options":
        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 5, 60_000);
        break;
      case "anonymous-options":
        session.createProducer(null).send(queue, message, DeliveryMode.NON_PERSISTENT, 5, 60_000);
        break;
      default:
        session.createProducer(queue).send(message);
    }
  }

  private Order sendWrong(Order order) throws Exception {
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      MessageProducer producer = session.createProducer(null);
      producer.close();
      producer.send(session.createQueue(order.get("destination")), session.createMessage());
      return new Order();
    } finally {
      session.close();
    }
  }

  private Order transaction(Order order) throws Exception {
    Session session = connection(order).createSession(true, Session.SESSION_TRANSACTED);
    try {
      MessageProducer producer =
          session.createProducer(session.createQueue(order.get("destination")));
      for (String body : order.get("bodies").split(";")) {
        producer.send(session.createTextMessage(body));
      }
      boolean rollback = Boolean.parseBoolean(order.get("rollback"));
      if (rollback) {
        session.rollback();
      } else {
        session.commit();
      }
      return new Order().with("done", rollback ? "rollback" : "commit");
    } finally {
      session.close();
    }
  }

  private Order consume(Order order) throws Exception {
    JmsWork work = new JmsWork(order);
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      MessageConsumer consumer =
          session.createConsumer(session.createQueue(order.get("destination")));
      String after = order.get("after");
      if (after == null) {
        MessageListener listener =
            order.get("how", "").equals("lambda") ? message -> work.work(message) : work;
        consumer.setMessageListener(listener);
        return work.await().with("same", consumer.getMessageListener() == listener);
      }
      while (work.done() < work.count()) {
        work.onMessage(consumer.receive(SHORT_MILLIS));
      }
      Downstream.call(after);
      return work.answer();
    } finally {
      session.close();
    }
  }

  /** Asks, in one of three ways, until there is a message, or once where there is none. */
  private Order receive(Order order) throws Exception {
    JmsWork work = new JmsWork(new Order());
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      MessageConsumer consumer =
          session.createConsumer(session.createQueue(order.get("destination")));
      Message message;
      switch (order.get("how", "")) {
        case "noWait":
          message = consumer.receiveNoWait();
          break;
        case "forever":
          message = consumer.receive();
          break;
        default:
          message = consumer.receive(order.number("wait", SHORT_MILLIS));
      }
      if (message != null) {
        work.work(message);
      }
      return work.answer();
    } finally {
      session.close();
    }
  }

  /** Sends on what was received, as it is. */
  private Order forward(Order order) throws Exception {
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      Message message =
          session
              .createConsumer(session.createQueue(order.get("destination")))
              .receive(SHORT_MILLIS);
      session.createProducer(session.createQueue(order.get("to"))).send(message);
      return new Order().with("sent", true);
    } finally {
      session.close();
    }
  }

  /** Asks and is answered, by a queue that lives only as long as that. */
  private Order request(Order order) throws Exception {
    Session session = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    Session other = connection(order).createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      Queue queue = session.createQueue(order.get("destination"));
      other
          .createConsumer(queue)
          .setMessageListener(
              asked -> {
                try {
                  other
                      .createProducer(asked.getJMSReplyTo())
                      .send(other.createTextMessage("answer"));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      TemporaryQueue replies = session.createTemporaryQueue();
      Message message = message(session, order);
      message.setJMSReplyTo(replies);
      session.createProducer(queue).send(message);
      JmsWork work = new JmsWork(new Order());
      work.work(session.createConsumer(replies).receive(SHORT_MILLIS));
      return work.answer();
    } finally {
      session.close();
      other.close();
    }
  }

  /** Sends some bodies in a transaction that is not the session's own. */
  private Order xa(Order order) throws Exception {
    XAConnection connection = ((XAConnectionFactory) factory(order)).createXAConnection();
    try {
      XASession session = connection.createXASession();
      Xid xid = new OneXid(order.get("destination"));
      XAResource resource = session.getXAResource();
      resource.start(xid, XAResource.TMNOFLAGS);
      MessageProducer producer =
          session.createProducer(session.createQueue(order.get("destination")));
      for (String body : order.get("bodies").split(";")) {
        producer.send(session.createTextMessage(body));
      }
      resource.end(xid, XAResource.TMSUCCESS);
      resource.commit(xid, true);
      return new Order().with("done", "commit");
    } finally {
      connection.close();
    }
  }

  private static final class OneXid implements Xid {
    private final byte[] id;

    OneXid(String id) {
      this.id = id.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return id;
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }

  private Order publish(Order order) throws Exception {
    TopicSession session =
        ((TopicConnection) connection(order)).createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      Topic topic = session.createTopic(order.get("destination"));
      TopicSubscriber subscriber = session.createSubscriber(topic);
      TopicPublisher publisher = session.createPublisher(topic);
      publisher.publish(message(session, order));
      JmsWork work = new JmsWork(new Order());
      work.work(subscriber.receive(SHORT_MILLIS));
      return work.answer();
    } finally {
      session.close();
    }
  }

  /** What arrives where it is sent as an object. */
  static String serialized(Throwable thrown) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ObjectOutputStream out = new ObjectOutputStream(bytes);
      out.writeObject(thrown);
      out.close();
      return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))
          .readObject()
          .getClass()
          .getName();
    } catch (Exception e) {
      return e.toString();
    }
  }
}
