// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about trying again. */
final class RetryReader {
  private RetryReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    return null;
  }
}
