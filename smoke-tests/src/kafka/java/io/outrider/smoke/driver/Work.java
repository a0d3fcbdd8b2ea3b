// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the application does with the records it is given, and what it has seen of them. */
final class Work {
  private final Order order;
  private final Order answer = new Order();
  private final List<String> bodies = new ArrayList<>();
  private boolean failed;

  Work(Order order) {
    this.order = order;
  }

  synchronized void on(ConsumerRecord<String, String> record) {
    seen(record);
    call(String.valueOf(record.value()));
    fail(record);
    notifyAll();
  }

  synchronized void on(List<ConsumerRecord<String, String>> records) {
    for (ConsumerRecord<String, String> record : records) {
      seen(record);
    }
    call("all");
    notifyAll();
  }

  private void seen(ConsumerRecord<String, String> record) {
    bodies.add(String.valueOf(record.value()));
    answer.with("headers", record.headers().toArray().length);
    for (Header header : record.headers()) {
      answer.with("header." + header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
  }

  private void call(String body) {
    String url = order.get("url");
    try {
      Downstream.call(url == null ? null : url + "&body=" + URLEncoder.encode(body, "UTF-8"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fail(ConsumerRecord<String, String> record) {
    if (!failed && record.value() != null && record.value().equals(order.get("fail"))) {
      failed = true;
      throw new IllegalStateException("this record is bad");
    }
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
