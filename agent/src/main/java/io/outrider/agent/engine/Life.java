// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.log.AgentLog;

/**
 * Whether a site is still worth calling. A LinkageError says that the library is not the one that
 * was checked: it would say so at every call, so the site is left alone from then on.
 */
final class Life {
  private final String library;
  private volatile boolean over;

  Life(String library) {
    this.library = library;
  }

  boolean isOver() {
    return over;
  }

  /** Never throws, as long as there is stack left. */
  void failed(String what, Throwable error) {
    try {
      if (error instanceof LinkageError && !over) {
        over = true;
        AgentLog.warn("misfit " + library, library + " is no longer instrumented here", error);
      }
    } catch (Throwable ignored) {
      // Then it is not said.
    }
    Errors.observing(what, error);
  }
}
