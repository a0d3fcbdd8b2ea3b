// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about shedding under load. */
final class ShedSettings extends GuardSettings {
  /** Hundredths of a percent. */
  final int cpu;

  /** Hundredths of a percent; 0: the heap does not matter. */
  final int heap;

  final long coolOffNanos;

  ShedSettings(int cpu, int heap, long coolOffNanos) {
    super(GuardKind.SHED);
    this.cpu = cpu;
    this.heap = heap;
    this.coolOffNanos = coolOffNanos;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.HTTP_SERVER;
  }

  @Override
  boolean stateful() {
    return true;
  }

  @Override
  boolean asksForLoad() {
    return true;
  }

  @Override
  Guard create(GuardPlace place) {
    Guards guards = place.guards();
    return new Shed(place.rule(), place.peer(), this, guards.load(), guards.nowNanos());
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ShedSettings)) {
      return false;
    }
    ShedSettings that = (ShedSettings) other;
    return cpu == that.cpu && heap == that.heap && coolOffNanos == that.coolOffNanos;
  }

  @Override
  public int hashCode() {
    return (31 * cpu + heap) * 31 + (int) (coolOffNanos ^ coolOffNanos >>> 32);
  }
}
