// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Asks the agent, by a line of a log, in which span this thread is. */
final class Probe {
  private static final ThreadLocal<String> SEEN = new ThreadLocal<>();
  private static final Logger LOGGER = logger();

  private Probe() {}

  private static Logger logger() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    // Nothing else is to be logged.
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    Logger logger = context.getLogger("probe");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          public void doAppend(ILoggingEvent event) {
            append(event);
          }

          @Override
          protected void append(ILoggingEvent event) {
            Map<String, String> mdc = event.getMDCPropertyMap();
            String trace = mdc.get("trace_id");
            SEEN.set(trace == null ? "" : trace + "-" + mdc.get("span_id"));
          }
        };
    appender.setContext(context);
    appender.start();
    logger.addAppender(appender);
    return logger;
  }

  /** Trace and span, or nothing. */
  static String here() {
    SEEN.remove();
    LOGGER.info("where");
    String seen = SEEN.get();
    SEEN.remove();
    return seen;
  }
}
