// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.LogEvents;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A logger asks for its handlers: if its filter was looking at a record, that has passed. */
final class FilterPassed implements AfterAdapter {
  private static final ThreadLocal<Object[]> AWAITED = new ThreadLocal<Object[]>();

  /** Null: nothing is awaited any more on this thread. */
  static void await(Logger logger, LogRecord record) {
    Object[] awaited = AWAITED.get();
    if (logger == null && (awaited == null || awaited[0] == null)) {
      return;
    }
    if (awaited == null) {
      awaited = new Object[2];
      AWAITED.set(awaited);
    }
    awaited[0] = logger;
    awaited[1] = record;
  }

  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Object[] awaited = AWAITED.get();
    if (awaited != null && awaited[0] == self) {
      Object record = awaited[1];
      await(null, null);
      LogEvents logs = LogEvents.orNull();
      if (logs != null) {
        RecordExport.export(logs, (Logger) self, (LogRecord) record);
      }
    }
    return returned;
  }
}
