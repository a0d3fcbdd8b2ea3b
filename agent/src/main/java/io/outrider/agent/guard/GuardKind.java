// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The kinds of guards, in the one order in which they are asked. */
public enum GuardKind {
  /** Says how much a call matters, before any other is asked. */
  CRITICALITY("criticality", Role.BESIDE),
  ACCESS("access", Role.ONCE),
  DEGRADE("degrade", Role.ONCE),
  SHED("shed", Role.ONCE),
  RATE_LIMIT("rate-limit", Role.ONCE),
  DEADLINE("deadline", Role.ONCE),
  CIRCUIT_BREAKER("circuit-breaker", Role.EACH_ATTEMPT),
  CONCURRENCY("concurrency", Role.EACH_ATTEMPT),
  BULKHEAD("bulkhead", Role.EACH_ATTEMPT),
  TIMEOUT("timeout", Role.EACH_ATTEMPT),
  /** Innermost: to the others an injected fault is what the peer did. */
  FAULT("fault", Role.BESIDE),
  RETRY("retry", Role.BESIDE),
  FALLBACK("fallback", Role.BESIDE),
  /** Behind the others: what they have let through waits there for its producer. */
  BUFFER("buffer", Role.BESIDE);

  /** When a guard is asked. */
  enum Role {
    /** Once for all attempts of a call. */
    ONCE,
    /** By each attempt of a call that is repeated. */
    EACH_ATTEMPT,
    /** Never with the others: it has its own place in the course of a call. */
    BESIDE
  }

  private final String text;
  private final Role role;

  GuardKind(String text, Role role) {
    this.text = text;
    this.role = role;
  }

  /** The name in rules, metrics and messages. */
  public String text() {
    return text;
  }

  /** Whether guards of this kind may let calls wait. */
  boolean holdsUp() {
    return this == RATE_LIMIT || this == CONCURRENCY || this == BULKHEAD;
  }

  /** Whether guards of this kind may ask how much a call matters. */
  boolean asksForLevel() {
    return this == DEGRADE || this == SHED || this == CONCURRENCY || this == BULKHEAD;
  }

  Role role() {
    return role;
  }
}
