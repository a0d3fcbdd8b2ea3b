// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jbosslogmanager;

import io.outrider.instrumentation.LogEvents;
import org.jboss.logmanager.ExtLogRecord;

/** Tells what a record says. */
final class RecordExport {
  private RecordExport() {}

  static void export(LogEvents logs, ExtLogRecord record) {
    int level = record.getLevel().intValue();
    Object line =
        logs.begin(
            record.getLoggerName(),
            severity(level),
            record.getLevel().getName(),
            record.getFormattedMessage(),
            record.getMillis());
    if (line == null) {
      return;
    }
    logs.thrown(line, record.getThrown());
    if (logs.wantsContext()) {
      logs.context(line, record.getMdcCopy());
    }
    logs.thread(line, record.getThreadName(), record.getThreadID());
    logs.emit(line);
  }

  /** Its own levels lie between those of the JDK. */
  private static int severity(int level) {
    if (level >= 1100) {
      return LogEvents.FATAL;
    }
    if (level >= 1000) {
      return LogEvents.ERROR;
    }
    if (level >= 900) {
      return LogEvents.WARN;
    }
    if (level >= 800) {
      return LogEvents.INFO;
    }
    return level >= 500 ? LogEvents.DEBUG : LogEvents.TRACE;
  }
}
