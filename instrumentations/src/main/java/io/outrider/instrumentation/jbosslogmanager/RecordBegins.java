// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jbosslogmanager;

import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.Noted;
import io.outrider.instrumentation.WrapAdapter;

/** A record has been made, and is about to be asked whether anybody wants it. */
final class RecordBegins implements WrapAdapter {
  private static final Noted NOTED = new Noted();

  @Override
  public Object wrap(Object self, Object argument) {
    if (LogEvents.orNull() != null && argument != null) {
      NOTED.note(argument);
    }
    return argument;
  }

  /** Whether this is the first logger that publishes it. */
  static boolean isFirst(Object record) {
    return NOTED.take(record);
  }
}
