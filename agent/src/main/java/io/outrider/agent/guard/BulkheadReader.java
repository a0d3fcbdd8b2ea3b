// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about fixed limits of concurrency. */
final class BulkheadReader {
  private BulkheadReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    return null;
  }
}
