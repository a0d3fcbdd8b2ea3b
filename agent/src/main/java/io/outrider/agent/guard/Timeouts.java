// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The time limits of one rule, in nanoseconds; 0 is no limit. */
public final class Timeouts extends GuardSettings {
  /** Nobody waits with a deadline. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  static final Timeouts NONE = new Timeouts(0, 0, 0, 0);

  private final long connectNanos;
  private final long requestNanos;
  private final long queryNanos;
  private final long poolNanos;

  Timeouts(long connectNanos, long requestNanos, long queryNanos, long poolNanos) {
    super(GuardKind.TIMEOUT);
    this.connectNanos = connectNanos;
    this.requestNanos = requestNanos;
    this.queryNanos = queryNanos;
    this.poolNanos = poolNanos;
  }

  /**
   * The limit to set into the client: the shorter of the rule's and what is left of the caller's
   * deadline.
   *
   * @param ruleNanos 0: the rule sets none
   * @param remainingNanos {@link #NO_DEADLINE} when there is none; a deadline that has passed gives
   *     the shortest limit there is (such a call should not have been started)
   * @return 0 when there is no limit at all
   */
  public static long effective(long ruleNanos, long remainingNanos) {
    if (remainingNanos == NO_DEADLINE) {
      return ruleNanos;
    }
    long left = Math.max(1, remainingNanos);
    return ruleNanos == 0 ? left : Math.min(ruleNanos, left);
  }

  public long connectNanos() {
    return connectNanos;
  }

  public long requestNanos() {
    return requestNanos;
  }

  public long queryNanos() {
    return queryNanos;
  }

  public long poolNanos() {
    return poolNanos;
  }

  /** How long a whole call may take; 0 when nothing limits it. */
  long callNanos(CallKind kind) {
    return kind == CallKind.JDBC ? queryNanos : requestNanos;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.JDBC
        ? queryNanos > 0 || poolNanos > 0
        : kind == CallKind.HTTP_CLIENT && (connectNanos > 0 || requestNanos > 0)
            || (kind == CallKind.PRODUCER || kind == CallKind.METHOD) && requestNanos > 0;
  }

  @Override
  boolean stateful() {
    return false;
  }

  /** The limits are set into the client; only in dry-run does somebody have to watch them. */
  @Override
  Guard create(GuardPlace place) {
    long limit = callNanos(place.callKind());
    return place.mode() == Mode.DRY_RUN && limit > 0 ? new TimeoutWatch(place, limit) : null;
  }

  @Override
  void contribute(GuardSet.Builder builder, Mode mode) {
    if (mode == Mode.ENFORCE) {
      builder.timeouts(this);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Timeouts)) {
      return false;
    }
    Timeouts that = (Timeouts) other;
    return connectNanos == that.connectNanos
        && requestNanos == that.requestNanos
        && queryNanos == that.queryNanos
        && poolNanos == that.poolNanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(connectNanos * 31 + requestNanos * 7 + queryNanos + poolNanos * 3);
  }
}
