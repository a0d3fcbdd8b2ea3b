// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Why a message is not sent, for the exception of the library's kind that says so. */
public final class SendRefusal {
  private final String rule;
  private final String guard;
  private final String message;
  private final long retryAfterNanos;

  public SendRefusal(String rule, String guard, String message, long retryAfterNanos) {
    this.rule = rule;
    this.guard = guard;
    this.message = message;
    this.retryAfterNanos = retryAfterNanos;
  }

  /** The rule's name. */
  public String rule() {
    return rule;
  }

  /** The kind of guard, such as {@code circuit-breaker}. */
  public String guard() {
    return guard;
  }

  /** A sentence that says who refused what, why, until when, and how to turn that off. */
  public String message() {
    return message;
  }

  /** Nanoseconds until another try makes sense; at least 1. */
  public long retryAfterNanos() {
    return retryAfterNanos;
  }
}
