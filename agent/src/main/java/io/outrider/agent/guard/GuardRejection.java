// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Marks the exceptions by which guards refuse. Each is a subclass of what the library itself throws
 * when nothing could be sent, so that the application's own handling applies.
 */
public interface GuardRejection {
  /** The name of the rule that refused. */
  String rule();

  /** The kind of guard, as rules spell it: {@code circuit-breaker}. */
  String guard();

  /** Nanoseconds after which another try makes sense. */
  long retryAfterNanos();
}
