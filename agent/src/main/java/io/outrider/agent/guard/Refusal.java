// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * A guard's no. One object may answer many calls: it holds when to come back, not how long to wait.
 */
public final class Refusal extends Admission {
  private final GuardKind guard;
  private final String rule;
  private final String peer;
  private final String reason;
  private final long retryAtNanos;
  private final OwnAnswer answer;

  /**
   * @param peer what the call would have gone to, as a person reads it
   * @param reason completes the sentence "refused because the ..."
   * @param retryAtNanos the {@link System#nanoTime} at which another try makes sense
   */
  Refusal(GuardKind guard, String rule, String peer, String reason, long retryAtNanos) {
    this(guard, rule, peer, reason, retryAtNanos, null);
  }

  /**
   * @param answer what a server answers; null: as is usual for the kind of guard
   */
  Refusal(
      GuardKind guard,
      String rule,
      String peer,
      String reason,
      long retryAtNanos,
      OwnAnswer answer) {
    this.answer = answer;
    this.guard = guard;
    this.rule = rule;
    this.peer = peer;
    this.reason = reason;
    this.retryAtNanos = retryAtNanos;
  }

  public GuardKind guard() {
    return guard;
  }

  public String rule() {
    return rule;
  }

  /** What the call would have gone to, as a person reads it. */
  String peer() {
    return peer;
  }

  /** Completes the sentence "refused because the ...". */
  String reason() {
    return reason;
  }

  /** Null: as is usual for the kind of guard. */
  OwnAnswer answer() {
    return answer;
  }

  /** Nanoseconds until another try makes sense; at least 1. */
  public long retryAfterNanos(long nowNanos) {
    return Math.max(1, retryAtNanos - nowNanos);
  }

  /** The status by which a server answers in the application's place. */
  public int status() {
    if (answer != null) {
      return answer.status();
    }
    switch (guard) {
      case ACCESS:
        return 403;
      case RATE_LIMIT:
        return 429;
      case DEADLINE:
        return 504;
      default:
        return 503;
    }
  }

  /** The value of the header {@code Retry-After}: whole seconds, rounded up, at least 1. */
  public long retryAfterSeconds(long nowNanos) {
    return (retryAfterNanos(nowNanos) - 1) / 1_000_000_000L + 1;
  }

  /** A sentence that says who refused what, why, until when, and how to turn that off. */
  public String message(long retryAfterNanos) {
    return message("nothing was sent to " + peer, retryAfterNanos);
  }

  /**
   * @param effect completes the sentence "refused by Outrider, ..."
   */
  String message(String effect, long retryAfterNanos) {
    return "Refused by Outrider, "
        + effect
        + ": "
        + reason
        + (guard == GuardKind.DEADLINE ? "" : "; next try in " + Durations.text(retryAfterNanos))
        + ". Rule: "
        + rule
        + ", guard: "
        + guard.text()
        + "; to turn it off: "
        + switchOff(rule);
  }

  static String switchOff(String rule) {
    return "outrider.rules." + rule + ".mode=off";
  }

  @Override
  public String toString() {
    return guard.text() + " of rule " + rule + ": " + reason;
  }
}
