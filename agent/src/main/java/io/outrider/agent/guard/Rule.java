// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.EnumMap;

/** One named rule: which calls, which guards, and whether they refuse. */
final class Rule {
  final String name;
  final RuleMatch match;
  final Mode mode;
  private final EnumMap<GuardKind, GuardSettings> guards = new EnumMap<>(GuardKind.class);

  Rule(String name, RuleMatch match, Mode mode) {
    this.name = name;
    this.match = match;
    this.mode = mode;
  }

  void add(GuardSettings settings) {
    if (settings != null) {
      guards.put(settings.kind(), settings);
    }
  }

  /** Whether the process's load has to be measured for it. */
  boolean asksForLoad() {
    boolean asks = false;
    for (GuardSettings settings : guards.values()) {
      asks |= settings.asksForLoad();
    }
    return asks && mode != Mode.OFF;
  }

  boolean isEmpty() {
    return guards.isEmpty();
  }

  /** The kinds of guards that the rule mentions for such calls, as bits by their ordinals. */
  int mentions(CallKind callKind) {
    int bits = 0;
    for (GuardKind kind : guards.keySet()) {
      if (settings(kind, callKind) != null) {
        bits |= 1 << kind.ordinal();
      }
    }
    return bits;
  }

  /** What the rule says about a kind of guard; null when it does not mention it for such calls. */
  GuardSettings settings(GuardKind kind, CallKind callKind) {
    GuardSettings settings = guards.get(kind);
    return settings != null && settings.appliesTo(callKind) ? settings : null;
  }
}
