// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.guard.GuardKind;
import io.outrider.agent.guard.Refusal;
import java.util.Locale;

/** What guards and their refusals are called in telemetry. */
final class GuardNames {
  private static final String[] TYPES = types();

  private GuardNames() {}

  private static String[] types() {
    GuardKind[] kinds = GuardKind.values();
    String[] types = new String[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      types[i] = kinds[i].name().toLowerCase(Locale.ROOT);
    }
    return types;
  }

  static String type(GuardKind kind) {
    return TYPES[kind.ordinal()];
  }

  /** A few fixed words, so that refusals are one series each. */
  static String errorType(Refusal refusal) {
    switch (refusal.guard()) {
      case CIRCUIT_BREAKER:
        return "circuit_open";
      case RATE_LIMIT:
        return "rate_limited";
      case BULKHEAD:
        return "bulkhead_full";
      case CONCURRENCY:
        return "concurrency_limited";
      case DEADLINE:
        return "deadline_exceeded";
      case DEGRADE:
        return "degraded";
      case SHED:
        return "shed";
      case BUFFER:
        return "buffer_full";
      default:
        return "refused";
    }
  }
}
