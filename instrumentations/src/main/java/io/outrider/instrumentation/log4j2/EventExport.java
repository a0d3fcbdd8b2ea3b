// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.LogEvents;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.Message;

/** Tells what an event says. */
final class EventExport {
  private EventExport() {}

  static void export(LogEvents logs, LogEvent event) {
    Level level = event.getLevel();
    Message message = event.getMessage();
    Object line =
        logs.begin(
            event.getLoggerName(),
            severity(level.intLevel()),
            level.name(),
            message == null ? null : message.getFormattedMessage(),
            event.getTimeMillis());
    if (line == null) {
      return;
    }
    logs.thrown(line, event.getThrown());
    if (logs.wantsContext()) {
      logs.context(line, event.getContextData().toMap());
    }
    logs.thread(line, event.getThreadName(), event.getThreadId());
    if (event.getMarker() != null) {
      logs.attribute(line, "log4j.marker", event.getMarker().getName());
    }
    logs.emit(line);
  }

  /** The lower the number, the worse; others may lie between them. */
  private static int severity(int level) {
    if (level <= 100) {
      return LogEvents.FATAL;
    }
    if (level <= 200) {
      return LogEvents.ERROR;
    }
    if (level <= 300) {
      return LogEvents.WARN;
    }
    if (level <= 400) {
      return LogEvents.INFO;
    }
    return level <= 500 ? LogEvents.DEBUG : LogEvents.TRACE;
  }
}
