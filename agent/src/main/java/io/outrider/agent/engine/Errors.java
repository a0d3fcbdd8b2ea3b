// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.log.AgentLog;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong in our own code while a call is observed: counted, said once per kind and minute,
 * and let go.
 */
final class Errors {
  static final AtomicLong COUNT = new AtomicLong();

  private Errors() {}

  static void observing(String what, Throwable error) {
    try {
      COUNT.incrementAndGet();
      AgentLog.warn("observing " + what, "could not observe " + what + "; the call goes on", error);
    } catch (Throwable ignored) {
      // There is nobody left to tell.
    }
  }
}
