// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;

/** Reads what a rule says about answers in the place of refusals. */
final class FallbackReader {
  private FallbackReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("fallback")) {
      return null;
    }
    if (kind != null && kind != CallKind.HTTP_CLIENT) {
      reader
          .problems()
          .add(
              "fallback is for HTTP calls going out (match.client=http), and the rule matches "
                  + kind.text());
    }
    int status = reader.integer("fallback.status", 200, 200, 599);
    String body = AnswerReader.body(reader, "fallback", status);
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    String[] headers = AnswerReader.headers(reader, "fallback.headers").toArray(new String[0]);
    return new FallbackSettings(status, headers, bytes, on(reader));
  }

  private static EnumSet<GuardKind> on(RuleReader reader) {
    EnumSet<GuardKind> kinds = EnumSet.noneOf(GuardKind.class);
    for (String name : reader.list("fallback.on")) {
      GuardKind found = null;
      StringBuilder allowed = new StringBuilder("allowed are kinds of guards that refuse calls: ");
      for (GuardKind kind : GuardKind.values()) {
        if (!refuses(kind)) {
          continue;
        }
        allowed.append(kind == GuardKind.ACCESS ? "" : ", ").append(kind.text());
        found = kind.text().equals(name) ? kind : found;
      }
      if (found == null) {
        reader.problem("fallback.on", allowed.toString());
        break;
      }
      kinds.add(found);
    }
    return kinds.isEmpty() ? EnumSet.of(GuardKind.CIRCUIT_BREAKER) : kinds;
  }

  private static boolean refuses(GuardKind kind) {
    return kind.role() != GuardKind.Role.BESIDE && kind != GuardKind.TIMEOUT;
  }
}
