// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.LogEvents;
import org.apache.logging.log4j.core.LogEvent;

/**
 * Where all loggers are asynchronous, an event is complete once its place in the ring is filled, on
 * the thread that logs. The filters of its logger are asked later, on another thread, where it is
 * no longer known which span it was logged in.
 */
final class RingEvent implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    LogEvents logs = LogEvents.orNull();
    if (logs != null && thrown == null) {
      EventExport.export(logs, (LogEvent) self);
    }
    return returned;
  }
}
