// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.List;

/** Reads what a rule says about trying again. */
final class RetryReader {
  private static final long MINUTE_NANOS = 60 * BreakerSettings.NS_PER_S;
  private static final String ON_ALLOWED =
      "allowed are connect-failure, timeout, and statuses and ranges from 400 to 599, such as"
          + " connect-failure,502-504";

  private RetryReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("retry")) {
      return null;
    }
    if (kind != null && kind != CallKind.HTTP_CLIENT) {
      reader
          .problems()
          .add(
              "retry is for HTTP calls going out (match.client=http), and the rule matches "
                  + kind.text());
    }
    RetrySettings settings = new RetrySettings();
    settings.maxAttempts = reader.integer("retry.max-attempts", settings.maxAttempts, 2, 10);
    on(reader, settings);
    methods(reader, settings);
    settings.backoffNanos = reader.duration("retry.backoff", settings.backoffNanos, MINUTE_NANOS);
    settings.backoffMaxNanos =
        reader.duration(
            "retry.backoff-max",
            Math.max(settings.backoffMaxNanos, settings.backoffNanos),
            MINUTE_NANOS);
    if (settings.backoffMaxNanos < settings.backoffNanos) {
      reader.problem(
          "retry.backoff-max",
          "it is shorter than retry.backoff, which is "
              + Durations.text(settings.backoffNanos)
              + "; make it longer");
    }
    settings.budget = reader.percent("retry.budget", settings.budget);
    settings.budgetFloor = reader.integer("retry.budget-floor", settings.budgetFloor, 0, 1_000);
    return settings;
  }

  private static void on(RuleReader reader, RetrySettings settings) {
    List<String> causes = reader.list("retry.on");
    if (causes.isEmpty()) {
      return;
    }
    settings.onConnectFailure = false;
    StringBuilder statuses = new StringBuilder();
    for (String cause : causes) {
      if (cause.equals("connect-failure")) {
        settings.onConnectFailure = true;
      } else if (cause.equals("timeout")) {
        settings.onTimeout = true;
      } else if (cause.charAt(0) == '4' || cause.charAt(0) == '5') {
        statuses.append(statuses.length() == 0 ? "" : ",").append(cause);
      } else {
        reader.problem("retry.on", ON_ALLOWED);
        return;
      }
    }
    settings.onStatus = statuses.length() == 0 ? null : StatusRanges.parse(statuses.toString());
    if (settings.onStatus == null) {
      if (statuses.length() > 0) {
        reader.problem("retry.on", ON_ALLOWED);
      }
      settings.onStatus = StatusRanges.NONE;
    }
  }

  private static void methods(RuleReader reader, RetrySettings settings) {
    List<String> methods = reader.list("retry.methods");
    if (methods.isEmpty()) {
      return;
    }
    settings.methods = methods.toArray(new String[0]);
    for (String method : methods) {
      for (int i = 0; i < method.length(); i++) {
        if (method.charAt(i) < 'A' || method.charAt(i) > 'Z') {
          reader.problem("retry.methods", "allowed are HTTP methods in capitals, such as GET,PUT");
          return;
        }
      }
    }
  }
}
