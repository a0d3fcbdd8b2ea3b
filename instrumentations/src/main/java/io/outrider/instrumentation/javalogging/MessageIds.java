// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.LogIds;
import java.util.logging.LogRecord;

/** Adds the ids of a record's span to its message. */
final class MessageIds implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    Object span = a0 == null || self instanceof PlainText ? null : span((LogRecord) a0);
    if (span == null || returned == null) {
      return returned;
    }
    LogIds ids = LogIds.get();
    StringBuilder text = new StringBuilder(160).append(returned);
    for (int i = 0; i < ids.count(); i++) {
      text.append(' ').append(ids.key(i)).append('=').append(ids.value(span, i));
    }
    return text.toString();
  }

  private static Object span(LogRecord record) {
    return RecordSpans.SPANS.get(record);
  }
}
