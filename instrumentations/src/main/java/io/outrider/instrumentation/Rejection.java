// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Marks the exceptions by which guards refuse, for adapters that make one of a library's own kind.
 * Each is a subclass of what the library itself throws when nothing could be sent, without a stack
 * trace, and is replaced by that when it is serialized: whoever reads it may not have the agent.
 */
public interface Rejection {
  /** The name of the rule that refused. */
  String rule();

  /** The kind of guard, as rules spell it: {@code circuit-breaker}. */
  String guard();

  /** Nanoseconds after which another try makes sense. */
  long retryAfterNanos();
}
