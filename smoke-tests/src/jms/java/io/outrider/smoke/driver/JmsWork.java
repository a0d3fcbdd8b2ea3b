// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageListener;
import javax.jms.TextMessage;

/** What is done with messages, and what was seen of them. */
public class JmsWork implements MessageListener {
  private static final long PATIENCE_MILLIS = 20_000;

  private final List<String> bodies = new ArrayList<>();
  private final Order headers = new Order();
  private final String url;
  private final int count;
  private String fail;

  JmsWork(Order order) {
    url = order.get("url");
    count = order.number("count", 1);
    fail = order.get("fail");
  }

  @Override
  public void onMessage(Message message) {
    work(message);
  }

  /** For listeners of other kinds. */
  void work(Message message) {
    String body;
    boolean again;
    try {
      again = message.getJMSRedelivered();
      body = message instanceof TextMessage ? ((TextMessage) message).getText() : null;
      Enumeration<?> names = message.getPropertyNames();
      while (names.hasMoreElements()) {
        String name = String.valueOf(names.nextElement());
        headers.with("header." + name, message.getStringProperty(name));
      }
      if (url != null) {
        Downstream.call(url + "&body=" + body);
      }
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
    boolean fails;
    synchronized (this) {
      if (!again) {
        bodies.add(String.valueOf(body));
      }
      fails = body != null && body.equals(fail);
      if (fails) {
        fail = null;
      }
      notifyAll();
    }
    if (fails) {
      throw new IllegalStateException("as the order says");
    }
  }

  synchronized int done() {
    return bodies.size();
  }

  int count() {
    return count;
  }

  synchronized Order await() throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (bodies.size() < count && System.currentTimeMillis() < end) {
      wait(100);
    }
    return answer();
  }

  synchronized Order answer() {
    return headers.with("bodies", String.join(";", bodies));
  }

  /** Puts into a message what an order says. */
  static Message filled(Message message, Order order) throws JMSException {
    for (java.util.Map.Entry<String, String> value : order.values().entrySet()) {
      if (value.getKey().startsWith("header.")) {
        message.setStringProperty(value.getKey().substring("header.".length()), value.getValue());
      }
    }
    return message;
  }
}
