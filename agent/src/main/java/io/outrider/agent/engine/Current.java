// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.context.Context;

/**
 * The context of each thread. One thread-local look-up reads and writes it, and making a context
 * current allocates nothing: OpenTelemetry's own storage makes a Scope each time.
 */
final class Current {
  private static final ThreadLocal<Current> THREAD = new ThreadLocal<Current>();

  private Context context;

  private Current() {}

  /** Never null. */
  static Context get() {
    Current current = THREAD.get();
    return current == null || current.context == null ? Context.root() : current.context;
  }

  /** Null when it is the root. */
  static Context orNull() {
    Current current = THREAD.get();
    return current == null ? null : current.context;
  }

  /**
   * @param next null for the root
   * @return what was current, null for the root
   */
  static Context swap(Context next) {
    Current current = THREAD.get();
    if (current == null) {
      if (next == null) {
        return null;
      }
      current = new Current();
      THREAD.set(current);
    }
    Context previous = current.context;
    current.context = next;
    return previous;
  }
}
