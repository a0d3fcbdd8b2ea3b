// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about how long a request may take with all the calls it makes. */
final class DeadlineSettings extends GuardSettings {
  /** What gRPC's own clients send; it is understood whatever else a rule names. */
  static final String GRPC_HEADER = "grpc-timeout";

  final long requestNanos;
  final String header;
  final long marginNanos;

  /**
   * @param requestNanos 0: only what callers send
   * @param header in which callers send what is left, and in which it travels on
   * @param marginNanos taken off what is left for each call that goes out
   */
  DeadlineSettings(long requestNanos, String header, long marginNanos) {
    super(GuardKind.DEADLINE);
    this.requestNanos = requestNanos;
    this.header = header;
    this.marginNanos = marginNanos;
  }

  /**
   * What a request has from its arrival on: the least of the rule's limit and what the caller sent.
   *
   * @return nanoseconds, 0 or less when it came too late; {@link DeadlineHeader#NONE} for no limit
   */
  long limitNanos(GuardedCall call) {
    long limit = requestNanos == 0 ? DeadlineHeader.NONE : requestNanos;
    limit = Math.min(limit, DeadlineHeader.millis(call.header(header)));
    return Math.min(limit, DeadlineHeader.grpc(call.header(GRPC_HEADER)));
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
    return new DeadlineGuard(place, this);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DeadlineSettings)) {
      return false;
    }
    DeadlineSettings that = (DeadlineSettings) other;
    return requestNanos == that.requestNanos
        && marginNanos == that.marginNanos
        && header.equals(that.header);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(requestNanos * 31 + marginNanos) + header.hashCode();
  }
}
