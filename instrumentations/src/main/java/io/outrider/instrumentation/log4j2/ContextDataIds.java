// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.AfterAdapter;
import io.outrider.instrumentation.LogIds;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.util.StringMap;

/**
 * Adds the ids of the current span to what an event knows of its thread's context.
 *
 * <p>A frozen map may be the thread's own, and belongs to other events too: it is copied, and the
 * copy is frozen again, for whoever reuses events clears those maps that are not. The others were
 * made for this event, or are its own to be reused.
 */
final class ContextDataIds implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    LogIds ids = LogIds.get();
    Object span = ids.span();
    if (span == null || !(returned instanceof StringMap)) {
      return returned;
    }
    StringMap data = (StringMap) returned;
    if (!data.isEmpty() && names(data, ids)) {
      return returned;
    }
    if (!data.isFrozen()) {
      add(data, ids, span);
      return data;
    }
    StringMap copy = ContextDataFactory.createContextData(data.size() + ids.count());
    if (!data.isEmpty()) {
      copy.putAll(data);
    }
    add(copy, ids, span);
    copy.freeze();
    return copy;
  }

  private static boolean names(StringMap data, LogIds ids) {
    for (int i = 0; i < ids.count(); i++) {
      if (data.containsKey(ids.key(i))) {
        return true;
      }
    }
    return false;
  }

  private static void add(StringMap data, LogIds ids, Object span) {
    for (int i = 0; i < ids.count(); i++) {
      data.putValue(ids.key(i), ids.value(span, i));
    }
  }
}
