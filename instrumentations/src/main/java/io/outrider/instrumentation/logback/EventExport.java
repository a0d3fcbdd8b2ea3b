// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.outrider.instrumentation.LogEvents;

/** Tells what an event says. */
final class EventExport {
  private static final EventExtras EXTRAS = new EventExtras();

  private EventExport() {}

  static void export(LogEvents logs, LoggingEvent event) {
    Level level = event.getLevel();
    Object line =
        logs.begin(
            event.getLoggerName(),
            severity(level.toInt()),
            level.toString(),
            event.getFormattedMessage(),
            event.getTimeStamp());
    if (line == null) {
      return;
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown instanceof ThrowableProxy) {
      logs.thrown(line, ((ThrowableProxy) thrown).getThrowable());
    }
    if (logs.wantsContext()) {
      LoggerContextVO context = event.getLoggerContextVO();
      if (context != null) {
        logs.context(line, context.getPropertyMap());
      }
      logs.context(line, event.getMDCPropertyMap());
    }
    logs.thread(line, event.getThreadName(), 0);
    EXTRAS.add(logs, line, event);
    logs.emit(line);
  }

  private static int severity(int level) {
    if (level >= Level.ERROR_INT) {
      return LogEvents.ERROR;
    }
    if (level >= Level.WARN_INT) {
      return LogEvents.WARN;
    }
    if (level >= Level.INFO_INT) {
      return LogEvents.INFO;
    }
    return level >= Level.DEBUG_INT ? LogEvents.DEBUG : LogEvents.TRACE;
  }
}
