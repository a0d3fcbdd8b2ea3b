// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jbosslogmanager;

import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.LogIds;
import io.outrider.instrumentation.WrapAdapter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Adds the ids of the current span to a record's own MDC, unless that has one of them. Hands the
 * record over for export, where that is wanted.
 */
final class RecordIds implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    LogIds ids = LogIds.get();
    Object span = ids.span();
    if (span != null && argument != null) {
      ExtLogRecord record = (ExtLogRecord) argument;
      if (!names(record, ids)) {
        for (int i = 0; i < ids.count(); i++) {
          record.putMdc(ids.key(i), ids.value(span, i));
        }
      }
    }
    LogEvents logs = LogEvents.orNull();
    if (logs != null && argument != null && RecordBegins.isFirst(argument)) {
      RecordExport.export(logs, (ExtLogRecord) argument);
    }
    return argument;
  }

  private static boolean names(ExtLogRecord record, LogIds ids) {
    for (int i = 0; i < ids.count(); i++) {
      if (record.getMdc(ids.key(i)) != null) {
        return true;
      }
    }
    return false;
  }
}
