// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.List;
import java.util.Objects;

/** What a rule of a server says about what is switched off, when, and what is answered instead. */
final class DegradeSettings extends GuardSettings {
  /** One of them is enough. */
  final List<DegradeCondition> when;

  /** Only what matters less; null: all. */
  final Criticality below;

  final OwnAnswer answer;

  DegradeSettings(List<DegradeCondition> when, Criticality below, OwnAnswer answer) {
    super(GuardKind.DEGRADE);
    this.when = when;
    this.below = below;
    this.answer = answer;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.HTTP_SERVER || kind == CallKind.CONSUMER;
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  boolean asksForLoad() {
    for (DegradeCondition condition : when) {
      if (condition.of == DegradeCondition.Of.CPU || condition.of == DegradeCondition.Of.HEAP) {
        return true;
      }
    }
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return new Degrade(place.rule(), place.peer(), this, place.guards().load());
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DegradeSettings)) {
      return false;
    }
    DegradeSettings that = (DegradeSettings) other;
    return when.equals(that.when) && below == that.below && answer.equals(that.answer);
  }

  @Override
  public int hashCode() {
    // Not the enum's own: that differs from run to run.
    return Objects.hash(when, below == null ? null : below.text(), answer);
  }
}
