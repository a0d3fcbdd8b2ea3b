// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** Logback. */
public final class LogbackDriver extends LogDriver {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  public LogbackDriver() {
    context.reset();
    add("sync", started(new Last(false, false)));
    AsyncAppender async = new AsyncAppender();
    async.addAppender(started(new Last(true, false)));
    add("async", started(async));
    add("unprepared", started(new Unprepared(started(new Last(true, false)))));
    add("sent", started(new Last(false, true)));
  }

  private <A extends Appender<ILoggingEvent>> A started(A appender) {
    appender.setContext(context);
    appender.start();
    return appender;
  }

  private void add(String name, Appender<ILoggingEvent> appender) {
    Logger logger = context.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @Override
  public Order perform(Order order) throws Exception {
    switch (order.get("do")) {
      case "mark":
        context.getLogger("sync").info(MarkerFactory.getMarker("AUDIT"), order.get("message"));
        return new Order();
      case "pairs":
        pairs(order.get("message"));
        return new Order();
      case "bridge":
        bridge(order.get("message"));
        return new Order();
      default:
        return super.perform(order);
    }
  }

  /** By the fluent API, which older versions do not have. */
  private void pairs(String message) throws Exception {
    Object builder = org.slf4j.Logger.class.getMethod("atInfo").invoke(context.getLogger("sync"));
    Class<?> type = Class.forName("org.slf4j.spi.LoggingEventBuilder");
    Method add = type.getMethod("addKeyValue", String.class, Object.class);
    builder = add.invoke(builder, "order", 7);
    builder = add.invoke(builder, "customer", "c-1");
    type.getMethod("log", String.class).invoke(builder, message);
  }

  private void bridge(String message) throws Exception {
    Handler bridge =
        (Handler)
            Class.forName("org.slf4j.bridge.SLF4JBridgeHandler").getConstructor().newInstance();
    Logger logger = context.getLogger("bridged");
    logger.setLevel(Level.INFO);
    java.util.logging.Logger from = java.util.logging.Logger.getLogger("bridged");
    from.addHandler(bridge);
    from.info(message);
    from.removeHandler(bridge);
    from.info("unbridged " + message);
  }

  @Override
  public String name() {
    return "logback";
  }

  @Override
  void log(String logger, String message) {
    context.getLogger(logger).info(message);
  }

  @Override
  void debug(String logger, String message) {
    context.getLogger(logger).debug(message);
  }

  @Override
  void error(String logger, String message, Throwable thrown) {
    context.getLogger(logger).error(message, thrown);
  }

  @Override
  void put(String key, String value) {
    MDC.put(key, value);
  }

  @Override
  String get(String key) {
    return MDC.get(key);
  }

  @Override
  void remove(String key) {
    MDC.remove(key);
  }

  /** Shows what it got. */
  private static final class Last extends AppenderBase<ILoggingEvent> {
    private final PatternLayout layout = new PatternLayout();
    private final boolean waits;
    private final boolean sends;

    Last(boolean waits, boolean sends) {
      this.waits = waits;
      this.sends = sends;
    }

    @Override
    public void start() {
      layout.setContext(getContext());
      layout.setPattern(PATTERN);
      layout.start();
      super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (silent()) {
        event.getMDCPropertyMap().get("trace_id");
        return;
      }
      if (waits) {
        pass();
      }
      ILoggingEvent shown = sends ? sent(event) : event;
      seen(shown.getMessage(), layout.doLayout(shown), shown.getMDCPropertyMap());
    }

    /** As by an appender to a socket. */
    private static ILoggingEvent sent(ILoggingEvent event) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
          out.writeObject(LoggingEventVO.build((LoggingEvent) event));
        }
        try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
          LoggingEventVO received = (LoggingEventVO) in.readObject();
          String type = received.getMDCPropertyMap().getClass().getName();
          if (!type.startsWith("java.util.")) {
            throw new IllegalStateException("whoever receives it needs " + type);
          }
          return received;
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Hands events on as they are, as some appenders that people write do. */
  private static final class Unprepared extends AppenderBase<ILoggingEvent> {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "unprepared");
              made.setDaemon(true);
              return made;
            });
    private final Appender<ILoggingEvent> last;

    Unprepared(Appender<ILoggingEvent> last) {
      this.last = last;
    }

    @Override
    protected void append(ILoggingEvent event) {
      thread.execute(() -> last.doAppend(event));
    }
  }
}
