// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about faults to inject. */
final class FaultReader {
  private FaultReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    return null;
  }
}
