// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about limits of concurrency that find themselves. */
final class ConcurrencyReader {
  private ConcurrencyReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    return null;
  }
}
