// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.io.InterruptedIOException;

/**
 * Tells failures that ask for fewer calls at once from all others: timeouts, the peer's own
 * refusals (429 and 503; of a database, SQL state class 53 and a pool without a free connection),
 * and calls that ended after their deadline.
 *
 * <p>On a server the statuses say nothing of the kind: a 503 there is mostly what the application
 * makes of another service that is down. Answering fewer requests would not help.
 */
final class Overload {
  private Overload() {}

  static Outcome refine(Outcome outcome, CallKind kind, int status, Throwable error, boolean late) {
    if (!outcome.tells() || !(late || by(kind, status, error))) {
      return outcome;
    }
    return outcome.failed() ? Outcome.OVERLOADED : Outcome.TURNED_AWAY;
  }

  private static boolean by(CallKind kind, int status, Throwable error) {
    if (error == null) {
      return kind == CallKind.HTTP_CLIENT && (status == 429 || status == 503);
    }
    Throwable cause = Failures.unwrapped(error);
    return timeout(cause) || kind == CallKind.JDBC && SqlFailures.overload(cause);
  }

  /** By name: the classes of libraries are not to be seen from here. */
  private static boolean timeout(Throwable error) {
    for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().endsWith("TimeoutException")) {
        return true;
      }
    }
    return error.getClass() == InterruptedIOException.class && "timeout".equals(error.getMessage());
  }
}
