// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.WrapAdapter;
import org.apache.logging.log4j.core.LogEvent;

/** An event has passed the filters of its logger. */
final class ConfigAccepts implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    LogEvents logs = LogEvents.orNull();
    if (logs != null && argument != null && ConfigBegins.isFirst(self)) {
      EventExport.export(logs, (LogEvent) argument);
    }
    return argument;
  }
}
