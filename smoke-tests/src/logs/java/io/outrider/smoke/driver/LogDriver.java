// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines to a log and remembers what the last appender saw of each. Lines of loggers that are
 * not synchronous can be held back until whoever wrote them is gone.
 */
abstract class LogDriver implements Driver {
  /** What a line looks like; what is in braces is asked of the MDC. */
  static final String PATTERN = "%X{trace_id},%X{span_id},%X{trace_flags},%X{trace.id},%X{span.id}";

  private static final int MEASURED = 20000;

  private static final Map<String, Order> SEEN = new ConcurrentHashMap<>();

  private static volatile CountDownLatch gate = new CountDownLatch(0);

  private static volatile boolean silent;

  /** To be called by the last appender, on its thread. */
  static void seen(String message, String line, Map<String, ?> mdc) {
    Order seen = new Order().with("line", line).with("thread", Thread.currentThread().getName());
    for (Map.Entry<String, ?> entry : mdc.entrySet()) {
      seen.with("mdc." + entry.getKey(), entry.getValue());
    }
    SEEN.put(message, seen);
  }

  /** What an appender writes is of no interest just now. */
  static boolean silent() {
    return silent;
  }

  /** To be called by the last appender behind one that is not synchronous. */
  static void pass() {
    try {
      gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  abstract void log(String logger, String message);

  abstract void debug(String logger, String message);

  abstract void error(String logger, String message, Throwable thrown);

  abstract void put(String key, String value);

  abstract String get(String key);

  abstract void remove(String key);

  @Override
  public Order perform(Order order) throws Exception {
    switch (order.get("do")) {
      case "hold":
        gate = new CountDownLatch(1);
        return new Order();
      case "release":
        gate.countDown();
        return new Order();
      case "seen":
        return awaitLine(order.get("message"));
      case "measure":
        return measure(order.get("logger"));
      default:
        return log(order);
    }
  }

  private Order log(Order order) {
    String key = order.get("key");
    if (key != null) {
      put(key, order.get("value"));
    }
    try {
      if ("debug".equals(order.get("level"))) {
        debug(order.get("logger"), order.get("message"));
      } else if ("error".equals(order.get("level"))) {
        Throwable thrown = new IllegalStateException(order.get("thrown"));
        error(order.get("logger"), order.get("message"), thrown);
      } else {
        log(order.get("logger"), order.get("message"));
      }
      return new Order().with("thread", Thread.currentThread().getName()).with("left", left());
    } finally {
      if (key != null) {
        remove(key);
      }
    }
  }

  /** What the thread's own MDC has of ours: nothing. */
  private String left() {
    return get("trace_id") + "," + get("span_id") + "," + get("trace_flags");
  }

  private static Order awaitLine(String message) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!SEEN.containsKey(message)) {
      if (System.nanoTime() > end) {
        return new Order().with("missing", message);
      }
      Thread.sleep(5);
    }
    return SEEN.remove(message);
  }

  /** The bytes that a line costs this thread. */
  private Order measure(String logger) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    silent = true;
    try {
      long bytes = 0;
      for (int round = 0; round < 3; round++) {
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < MEASURED; i++) {
          log(logger, "measured");
        }
        bytes = threads.getThreadAllocatedBytes(id) - before;
      }
      return new Order().with("bytes", bytes / MEASURED);
    } finally {
      silent = false;
    }
  }
}
