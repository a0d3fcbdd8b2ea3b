// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** When the caller of a request gives up, and the rule by which that binds the calls it makes. */
public final class Deadline {
  private final String rule;
  private final long expiresNanos;
  private final long marginNanos;
  private final String header;

  /**
   * @param expiresNanos on the clock of {@link System#nanoTime}: never a time of day
   * @param marginNanos taken off what is left for each call that goes out
   * @param header in which the rest travels on, as milliseconds; null: in none
   */
  Deadline(String rule, long expiresNanos, long marginNanos, String header) {
    this.rule = rule;
    this.expiresNanos = expiresNanos;
    this.marginNanos = marginNanos;
    this.header = header;
  }

  /** The rule that says so. */
  public String rule() {
    return rule;
  }

  /** Nanoseconds until the caller gives up; 0 or less when it has. */
  public long remainingNanos(long nowNanos) {
    return expiresNanos - nowNanos;
  }

  /** What of that a call may use that goes out now; 0 or less when it is too late to make it. */
  public long remainingForCallNanos(long nowNanos) {
    return expiresNanos - nowNanos - marginNanos;
  }

  /** The name of the header; null when there is none. */
  public String header() {
    return header;
  }
}
