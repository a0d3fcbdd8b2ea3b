// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Objects;

/** What a rule says about how much requests matter. */
final class CriticalitySettings extends GuardSettings {
  final Criticality level;

  /** Null: no header is asked. */
  final String header;

  final boolean fromBaggage;

  CriticalitySettings(Criticality level, String header, boolean fromBaggage) {
    super(GuardKind.CRITICALITY);
    this.level = level;
    this.header = header;
    this.fromBaggage = fromBaggage;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.HTTP_SERVER;
  }

  @Override
  boolean stateful() {
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return new CriticalityGuard(place.rule(), this);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof CriticalitySettings)) {
      return false;
    }
    CriticalitySettings that = (CriticalitySettings) other;
    return level == that.level
        && Objects.equals(header, that.header)
        && fromBaggage == that.fromBaggage;
  }

  @Override
  public int hashCode() {
    return Objects.hash(level.text(), header, fromBaggage);
  }
}
