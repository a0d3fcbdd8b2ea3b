// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about faults to inject. */
final class FaultSettings extends GuardSettings {
  /** As what a call fails. */
  enum Error {
    CONNECT,
    TIMEOUT
  }

  final int percent;
  final long delayNanos;
  final int status;
  final Error error;

  /**
   * @param percent in hundredths
   * @param delayNanos 0: none
   * @param status 0: none
   * @param error null: none
   */
  FaultSettings(int percent, long delayNanos, int status, Error error) {
    super(GuardKind.FAULT);
    this.percent = percent;
    this.delayNanos = delayNanos;
    this.status = status;
    this.error = error;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    if (kind.isMessaging()) {
      return false;
    }
    return delayNanos > 0
        || status > 0 && kind != CallKind.JDBC && kind != CallKind.METHOD
        || error != null && kind != CallKind.HTTP_SERVER;
  }

  @Override
  boolean stateful() {
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return new Fault(place, this);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FaultSettings)) {
      return false;
    }
    FaultSettings that = (FaultSettings) other;
    return percent == that.percent
        && delayNanos == that.delayNanos
        && status == that.status
        && error == that.error;
  }

  @Override
  public int hashCode() {
    return percent + 31 * Long.hashCode(delayNanos) + status;
  }
}
