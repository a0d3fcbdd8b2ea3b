// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.apache.juli.AsyncFileHandler;
import org.apache.juli.OneLineFormatter;

/** java.util.logging, and what Tomcat adds to it. */
public final class JavaLogDriver extends LogDriver {
  private final File folder = Files.createTempDirectory("juli").toFile();
  private final AsyncFileHandler juli;
  private final AtomicInteger asked = new AtomicInteger();

  /** Else they would be collected, and their handlers with them. */
  private final Logger[] kept;

  public JavaLogDriver() throws Exception {
    System.setProperty("org.apache.juli.logging.UserDataHelper.CONFIG", "NONE");
    juli = new AsyncFileHandler(folder.getPath(), "line", ".log");
    juli.setFormatter(new OneLineFormatter());
    juli.setLevel(Level.ALL);
    kept =
        new Logger[] {
          logger("sync", new Last(new SimpleFormatter(), false)),
          logger("xml", new Last(new XMLFormatter(), false)),
          logger("async", new Last(new SimpleFormatter(), true)),
          logger("juli", juli),
          logger("filtered", new Last(new SimpleFormatter(), false)),
        };
    kept[4].setFilter(
        record -> {
          asked.incrementAndGet();
          return !record.getMessage().startsWith("secret");
        });
  }

  private static Logger logger(String name, Handler handler) {
    Logger logger = Logger.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    return logger;
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Order perform(Order order) throws Exception {
    if (order.get("do").equals("filtered")) {
      return new Order().with("asked", asked.get());
    }
    if (order.get("do").equals("seen") && order.get("message").startsWith("juli ")) {
      return new Order().with("line", awaitInFile(order.get("message")));
    }
    return super.perform(order);
  }

  private String awaitInFile(String message) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      juli.flush();
      for (File file : folder.listFiles()) {
        for (String line : Files.readAllLines(file.toPath(), StandardCharsets.UTF_8)) {
          if (line.endsWith(" " + message) || line.contains(" " + message + " ")) {
            return line;
          }
        }
      }
      Thread.sleep(20);
    }
    return "no line with " + message;
  }

  @Override
  void log(String logger, String message) {
    Logger.getLogger(logger).info(message);
  }

  @Override
  void debug(String logger, String message) {
    Logger.getLogger(logger).fine(message);
  }

  @Override
  void error(String logger, String message, Throwable thrown) {
    Logger.getLogger(logger).log(Level.SEVERE, message, thrown);
  }

  @Override
  void put(String key, String value) {}

  @Override
  String get(String key) {
    return null;
  }

  @Override
  void remove(String key) {}

  /** Shows what it got, at once or on a thread of its own. */
  private static final class Last extends Handler {
    private final Formatter text;
    private final ExecutorService thread;

    Last(Formatter text, boolean later) {
      this.text = text;
      this.thread =
          later
              ? Executors.newSingleThreadExecutor(
                  work -> {
                    Thread made = new Thread(work, "later");
                    made.setDaemon(true);
                    return made;
                  })
              : null;
    }

    @Override
    public void publish(LogRecord record) {
      if (thread == null) {
        show(record);
      } else {
        thread.execute(
            () -> {
              pass();
              show(record);
            });
      }
    }

    private void show(LogRecord record) {
      seen(record.getMessage(), text.format(record), Collections.emptyMap());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
