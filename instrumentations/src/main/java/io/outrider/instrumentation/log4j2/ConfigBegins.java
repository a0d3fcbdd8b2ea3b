// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.log4j2;

import io.outrider.instrumentation.LogEvents;
import io.outrider.instrumentation.Noted;
import io.outrider.instrumentation.WrapAdapter;

/** A logger's configuration is about to make an event, on the thread that logs. */
final class ConfigBegins implements WrapAdapter {
  private static final Noted NOTED = new Noted();

  @Override
  public Object wrap(Object self, Object argument) {
    if (LogEvents.orNull() != null) {
      NOTED.note(self);
    }
    return argument;
  }

  /** Whether it is the one that made the event, and not one of its parents or a later thread. */
  static boolean isFirst(Object config) {
    return NOTED.take(config);
  }
}
