// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Refusals written by hand, for tests of those who have to act on them. */
public final class Refusals {
  private Refusals() {}

  public static Refusal of(GuardKind kind, String rule) {
    return new Refusal(
        kind, rule, "server:http", "test says so", System.nanoTime() + 2_000_000_000L);
  }
}
