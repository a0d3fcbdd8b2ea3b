// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * A timeout in force: the client or the driver keeps to the limit, and this counts the calls that
 * it cut off. It is never asked about a call.
 */
final class TimeoutCount extends Guard {
  private final String peer;
  private final CallKind callKind;
  private final Timeouts timeouts;
  private final GuardLog log;
  private final Decisions decisions;

  TimeoutCount(Guards owner, String rule, Target target, Timeouts timeouts) {
    super(GuardKind.TIMEOUT, rule);
    this.peer = target.toString();
    this.callKind = target.kind;
    this.timeouts = timeouts;
    this.log = owner.log();
    this.decisions = owner.lateDecisionsOf(this);
  }

  /**
   * Whether a call that failed did so because its time was over. A call that failed later than the
   * limit can have no other reason; one that failed sooner only if it could not connect in time.
   */
  boolean cutOff(long nanos, Throwable thrown) {
    long limit = timeouts.callNanos(callKind);
    long connect = timeouts.connectNanos();
    boolean whole = limit > 0 && nanos >= limit;
    if (!whole && (connect == 0 || nanos < connect || !isConnectTimeout(thrown))) {
      return false;
    }
    decisions.refused(0);
    log.refused(
        rule(),
        GuardKind.TIMEOUT,
        peer,
        whole
            ? "it took longer than " + Durations.text(limit)
            : "to connect took longer than " + Durations.text(connect));
    return true;
  }

  private static boolean isConnectTimeout(Throwable thrown) {
    if (thrown.getClass().getName().contains("ConnectTimeout")) {
      return true;
    }
    String message = thrown instanceof SocketTimeoutException ? thrown.getMessage() : null;
    return message != null && message.toLowerCase(Locale.ROOT).startsWith("connect");
  }
}
