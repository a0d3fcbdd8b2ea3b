// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * When the caller of a request gives up, and the rule by which that binds the calls it makes. Never
 * a time of day: it is on the clock of {@link System#nanoTime}.
 */
public final class Deadline {
  private final DeadlineGuard guard;
  private final long expiresNanos;

  Deadline(DeadlineGuard guard, long expiresNanos) {
    this.guard = guard;
    this.expiresNanos = expiresNanos;
  }

  /** The rule that says so. */
  public String rule() {
    return guard.rule();
  }

  /** False in dry-run: then it is only counted what would come too late, and nothing is limited. */
  public boolean enforced() {
    return guard.enforced();
  }

  /** Nanoseconds until the caller gives up; 0 or less when it has. */
  public long remainingNanos(long nowNanos) {
    return expiresNanos - nowNanos;
  }

  /** What of that a call may use that goes out now; 0 or less when it is too late to make it. */
  public long remainingForCallNanos(long nowNanos) {
    return expiresNanos - nowNanos - guard.marginNanos();
  }

  /** The name of the header in which the rest travels on, as milliseconds. */
  public String header() {
    return guard.header();
  }

  /**
   * Whether it is too late for a call to go out; counts it as a decision of the rule if so.
   *
   * @param peer what the call goes to, as a person reads it
   * @return null when there is time; in dry-run a refusal, too, which then only is to be shown
   */
  public Refusal refuseCall(String peer, long nowNanos) {
    return remainingForCallNanos(nowNanos) > 0
        ? null
        : guard.refuse(peer, nowNanos, "the request it belongs to has no time left");
  }

  /**
   * Likewise for the request itself, after guards have held it up; asked only where they have.
   *
   * @return null when there is time, and in dry-run
   */
  public Refusal refuseRequest(String peer, long nowNanos) {
    return !enforced() || remainingNanos(nowNanos) > 0
        ? null
        : guard.refuse(peer, nowNanos, "its caller has given up while it waited");
  }
}
