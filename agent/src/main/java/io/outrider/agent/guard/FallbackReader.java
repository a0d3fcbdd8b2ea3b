// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

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
    String body = reader.text("fallback.body");
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    return new FallbackSettings(status, headers(reader), bytes, on(reader));
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

  private static String[] headers(RuleReader reader) {
    String suffix = "fallback.headers";
    List<String> pairs = new ArrayList<>();
    for (String header : reader.list(suffix)) {
      int equals = header.indexOf('=');
      String name = equals < 0 ? "" : header.substring(0, equals).trim();
      String value = header.substring(equals + 1).trim();
      if (!isToken(name) || !isPrintable(value)) {
        reader.problem(suffix, "allowed is Name=value, several of them separated by commas");
        break;
      }
      pairs.add(name);
      pairs.add(value);
    }
    return pairs.toArray(new String[0]);
  }

  /** RFC 9110, 5.6.2. */
  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c >= 127) {
        return false;
      }
    }
    return true;
  }
}
