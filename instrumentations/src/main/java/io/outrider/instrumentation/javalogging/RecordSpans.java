// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.javalogging;

import io.outrider.instrumentation.LogIds;
import io.outrider.instrumentation.WeakStore;
import io.outrider.instrumentation.WrapAdapter;
import java.util.logging.LogRecord;

/** Notes in which span a record is logged. */
final class RecordSpans implements WrapAdapter {
  /** More than wait in the queue of an asynchronous handler; Tomcat's has 10,000 places. */
  private static final int MOST = 16384;

  static final WeakStore<LogRecord, Object> SPANS = new WeakStore<LogRecord, Object>(MOST);

  @Override
  public Object wrap(Object self, Object argument) {
    Object span = LogIds.get().span();
    if (span != null && argument != null) {
      SPANS.put((LogRecord) argument, span);
    }
    return argument;
  }
}
