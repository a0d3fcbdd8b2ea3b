// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about faults to inject. */
final class FaultReader {
  private static final long LONGEST_DELAY = 5 * 60 * BreakerSettings.NS_PER_S;

  private FaultReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("fault")) {
      return null;
    }
    int percent = reader.percent("fault.percent", BreakerSettings.ALL);
    long delay = reader.duration("fault.delay", 0, LONGEST_DELAY);
    int status = reader.integer("fault.status", 0, 200, 599);
    FaultSettings.Error error = error(reader, kind);
    if (status > 0 && (kind == CallKind.JDBC || kind == CallKind.METHOD)) {
      reader.problem(
          "fault.status",
          (kind == CallKind.JDBC ? "databases" : "methods")
              + " have none, and the rule matches "
              + kind.text());
    }
    if (status > 0 && reader.has("fault.error")) {
      reader.problem("fault.status", "it contradicts fault.error; leave one of them out");
    }
    if (!reader.has("fault.delay") && !reader.has("fault.status") && !reader.has("fault.error")) {
      reader.problem(
          "fault.percent",
          "it needs a fault: one or more of fault.delay, fault.status, fault.error");
    }
    return new FaultSettings(percent, delay, status, error);
  }

  private static FaultSettings.Error error(RuleReader reader, CallKind kind) {
    String text = reader.text("fault.error");
    if (text == null) {
      return null;
    }
    if (kind == CallKind.HTTP_SERVER) {
      reader.problem(
          "fault.error",
          "it is for calls going out, and the rule matches " + kind.text() + "; use fault.status");
    }
    if (text.equals("connect")) {
      return FaultSettings.Error.CONNECT;
    }
    if (text.equals("timeout")) {
      return FaultSettings.Error.TIMEOUT;
    }
    reader.problem("fault.error", "allowed is connect or timeout");
    return null;
  }
}
