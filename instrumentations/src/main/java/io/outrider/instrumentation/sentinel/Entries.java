// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.sentinel;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WeakStore;

/** The entries that guard a call and have not been left yet. */
final class Entries {
  /** Bounded for those that are never left; beyond, a call is as if it were in no entry. */
  private static final WeakStore<Object, Object> OPEN = new WeakStore<Object, Object>(1 << 14);

  private Entries() {}

  static void open(Object entry) {
    Object guard = Contexts.openOwnGuard("Sentinel");
    if (guard != null) {
      OPEN.put(entry, guard);
    }
  }

  static void close(Object entry) {
    if (!OPEN.isEmpty()) {
      Contexts.leaveOwnGuard(OPEN.remove(entry));
    }
  }
}
