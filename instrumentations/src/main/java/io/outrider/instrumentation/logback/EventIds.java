// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.logback;

import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.LogIds;
import io.outrider.instrumentation.WrapAdapter;
import java.util.Collections;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/**
 * Gives a new event its MDC with the ids of the current span. The event would look its MDC up
 * itself when first asked for it, and then keep it: so it keeps what it was given, whichever thread
 * asks. With these it is handed over for export, where that is wanted: here an event has been
 * accepted, and is met once.
 */
final class EventIds implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    LogIds ids = LogIds.get();
    Object span = ids.span();
    LogEvents logs = LogEvents.orNull();
    // Other events come from elsewhere, such as those that a server of logs has received.
    if ((span != null || logs != null) && argument instanceof LoggingEvent) {
      if (span != null) {
        Map<String, String> own = mdc();
        if (own.isEmpty() || !names(own, ids)) {
          give((LoggingEvent) argument, new SpanMdc(own, ids, span));
        }
      }
      if (logs != null) {
        EventExport.export(logs, (LoggingEvent) argument);
      }
    }
    return argument;
  }

  /** As the event itself finds it. Logback's own adapter gives a map that will not change. */
  private static Map<String, String> mdc() {
    MDCAdapter adapter = MDC.getMDCAdapter();
    Map<String, String> map = null;
    if (adapter instanceof LogbackMDCAdapter) {
      map = ((LogbackMDCAdapter) adapter).getPropertyMap();
    } else if (adapter != null) {
      map = copy(adapter);
    }
    return map == null ? Collections.<String, String>emptyMap() : map;
  }

  @SuppressWarnings("unchecked") // A raw type in older versions of SLF4J.
  private static Map<String, String> copy(MDCAdapter adapter) {
    return adapter.getCopyOfContextMap();
  }

  private static boolean names(Map<String, String> own, LogIds ids) {
    for (int i = 0; i < ids.count(); i++) {
      if (own.containsKey(ids.key(i))) {
        return true;
      }
    }
    return false;
  }

  private static void give(LoggingEvent event, Map<String, String> mdc) {
    try {
      event.setMDCPropertyMap(mdc);
    } catch (IllegalStateException e) {
      // It has one: it is logged for the second time, or was made with one.
    }
  }
}
