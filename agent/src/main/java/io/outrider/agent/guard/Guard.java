// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Decides about calls. It knows nothing of dry-run, of other guards, or of metrics: {@link
 * GuardChain} does that for all of them.
 */
abstract class Guard {
  private final GuardKind kind;
  private final String rule;

  Guard(GuardKind kind, String rule) {
    this.kind = kind;
    this.rule = rule;
  }

  final GuardKind kind() {
    return kind;
  }

  /** The name of the rule that asked for this guard. */
  final String rule() {
    return rule;
  }

  /**
   * Admits or refuses. Holds the call up only if that {@linkplain GuardedCall#mayWait may wait},
   * and then tells it for {@linkplain GuardedCall#waited how long}. If it throws, the call goes on
   * as if there were no guard.
   *
   * @param nowNanos {@link System#nanoTime} of now; may lag behind what other threads passed
   */
  Admission acquire(GuardedCall call, long nowNanos) {
    return Permit.NONE;
  }

  /** Likewise for a call that goes on in any case, and so never waits. */
  Admission tryAcquire(GuardedCall call, long nowNanos) {
    return acquire(call, nowNanos);
  }

  /**
   * Goes on by other settings of the same kind, with the state it has; false when it cannot, and a
   * new guard must begin.
   */
  boolean adopt(GuardSettings next) {
    return false;
  }

  /** What there is to be seen of it from outside. */
  void read(Gauges gauges) {}
}
