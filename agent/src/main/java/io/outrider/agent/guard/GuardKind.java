// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The kinds of guards, in the one order in which they are asked. */
public enum GuardKind {
  ACCESS("access", false),
  SHED("shed", false),
  RATE_LIMIT("rate-limit", false),
  DEADLINE("deadline", false),
  CIRCUIT_BREAKER("circuit-breaker", true),
  BULKHEAD("bulkhead", true),
  TIMEOUT("timeout", true);

  private final String text;
  private final boolean perAttempt;

  GuardKind(String text, boolean perAttempt) {
    this.text = text;
    this.perAttempt = perAttempt;
  }

  /** The name in rules, metrics and messages. */
  public String text() {
    return text;
  }

  /**
   * True when a repeated call asks this guard again; the others are asked once for all attempts.
   */
  boolean perAttempt() {
    return perAttempt;
  }
}
