// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.WrapAdapter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Hands a record over for export: at once, unless the logger has a filter, which is the
 * application's to be asked and asked only once. A record on its way to another library is that
 * library's event.
 */
final class RecordExport implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    LogEvents logs = LogEvents.orNull();
    if (logs == null || argument == null) {
      return argument;
    }
    Logger logger = (Logger) self;
    LogRecord record = (LogRecord) argument;
    if (logger.isLoggable(record.getLevel())) {
      if (logger.getFilter() == null) {
        FilterPassed.await(null, null);
        export(logs, logger, record);
      } else {
        FilterPassed.await(logger, record);
      }
    }
    return argument;
  }

  static void export(LogEvents logs, Logger logger, LogRecord record) {
    if (isBridged(logger)) {
      return;
    }
    Object line =
        logs.begin(
            record.getLoggerName(),
            severity(record.getLevel().intValue()),
            record.getLevel().getName(),
            // One for each: on JDK 8 a formatter locks itself while it asks arguments for their
            // text,
            // which may wait for a thread that logs.
            new PlainText().format(record),
            record.getMillis());
    if (line == null) {
      return;
    }
    logs.thrown(line, record.getThrown());
    Thread thread = Thread.currentThread();
    logs.thread(line, thread.getName(), thread.getId());
    logs.emit(line);
  }

  /** By the bridges of SLF4J and of Log4j 2. */
  private static boolean isBridged(Logger logger) {
    for (Logger at = logger; at != null; at = at.getParent()) {
      for (Handler handler : at.getHandlers()) {
        String name = handler.getClass().getName();
        if (name.equals("org.slf4j.bridge.SLF4JBridgeHandler")
            || name.equals("org.apache.logging.log4j.jul.Log4jBridgeHandler")) {
          return true;
        }
      }
      if (!at.getUseParentHandlers()) {
        return false;
      }
    }
    return false;
  }

  /** FINE and CONFIG lie above DEBUG, which is FINER. */
  private static int severity(int level) {
    if (level > 1000) {
      return LogEvents.FATAL;
    }
    if (level > 900) {
      return LogEvents.ERROR;
    }
    if (level > 800) {
      return LogEvents.WARN;
    }
    if (level > 700) {
      return LogEvents.INFO;
    }
    if (level > 500) {
      return LogEvents.DEBUG + 2;
    }
    if (level > 400) {
      return LogEvents.DEBUG + 1;
    }
    return level > 300 ? LogEvents.DEBUG : LogEvents.TRACE;
  }
}
