// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about what is switched off under load. */
final class DegradeReader {
  private DegradeReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    return null;
  }
}
