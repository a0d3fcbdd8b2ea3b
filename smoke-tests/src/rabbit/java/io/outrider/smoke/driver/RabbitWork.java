// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the application does with the messages it is given, and what it has seen of them. */
final class RabbitWork {
  private final Order order;
  private final Order answer = new Order();
  private final List<String> bodies = new ArrayList<>();
  private boolean failed;

  RabbitWork(Order order) {
    this.order = order;
  }

  /**
   * @param headers may be null
   */
  synchronized void on(String body, Map<String, Object> headers) {
    seen(body, headers);
    call(body);
    notifyAll();
    if (!failed && body.equals(order.get("fail"))) {
      failed = true;
      throw new IllegalStateException("this message is bad");
    }
  }

  synchronized void seen(String body, Map<String, Object> headers) {
    bodies.add(body);
    if (headers != null) {
      for (Map.Entry<String, Object> header : headers.entrySet()) {
        answer.with("header." + header.getKey(), header.getValue());
      }
    }
  }

  synchronized void call(String body) {
    String url = order.get("url");
    try {
      Downstream.call(url == null ? null : url + "&body=" + URLEncoder.encode(body, "UTF-8"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    notifyAll();
  }

  synchronized boolean isDone() {
    return bodies.size() >= order.number("count", 1);
  }

  /** Waits for another thread to have done it. */
  synchronized void await() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!isDone() && System.nanoTime() < end) {
      wait(100);
    }
  }

  synchronized Order answer() {
    return answer.with("bodies", String.join(";", bodies));
  }
}
