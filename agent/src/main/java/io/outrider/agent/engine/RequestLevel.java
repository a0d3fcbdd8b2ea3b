// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Criticality;
import io.outrider.agent.guard.CriticalityGuard;
import io.outrider.agent.guard.GuardSet;

/**
 * How much a request matters, and how that travels: as an entry of the baggage, so that whatever is
 * called in its course hears of it, in this process and beyond.
 */
final class RequestLevel {
  static final String ENTRY = "outrider.criticality";

  private RequestLevel() {}

  /** What the baggage of a context says; null when it says nothing that is understood. */
  static Criticality in(Context context) {
    Baggage baggage = Baggage.fromContextOrNull(context);
    return baggage == null ? null : Criticality.of(baggage.getEntryValue(ENTRY));
  }

  /**
   * Lets the rule decide, if there is one. Asked at the door, and again where the route is known;
   * what this has put into the baggage itself is not what the caller sent. Never throws.
   */
  static void decide(Operation operation, GuardSet set) {
    CriticalityGuard guard = set.criticality();
    if (guard == null) {
      return;
    }
    try {
      if (set.criticalityInDryRun() && set.bindsByLevel()) {
        // What is only tried out must not decide about requests.
        return;
      }
      Criticality sent = operation.ownLevel ? null : in(operation.parent);
      Criticality level = guard.level(operation, sent);
      operation.criticality = level;
      if (level != sent && !set.criticalityInDryRun()) {
        put(operation, level);
      }
    } catch (Throwable e) {
      Errors.observing("how much a request matters", e);
    }
  }

  /** Critical is what everything is that nobody speaks of, so nothing is said of it. */
  private static void put(Operation operation, Criticality level) {
    Baggage before = Baggage.fromContext(operation.parent);
    boolean named = level != Criticality.CRITICAL;
    if (named || before.getEntryValue(ENTRY) != null) {
      BaggageBuilder baggage = before.toBuilder();
      if (named) {
        baggage.put(ENTRY, level.text());
      } else {
        baggage.remove(ENTRY);
      }
      operation.parent = operation.parent.with(baggage.build());
    }
    operation.ownLevel = true;
  }
}
