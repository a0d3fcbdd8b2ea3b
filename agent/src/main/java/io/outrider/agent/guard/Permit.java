// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * The right to make one call. Whoever got it calls {@link #end} exactly once.
 *
 * <p>A permit is usually shared by all calls of one state and holds nothing about its own call, so
 * that admitting costs no allocation. It cannot know, therefore, that it was ended twice: a circuit
 * breaker would count that call twice, a bulkhead would free a place of another call. Probes of a
 * half-open breaker do know.
 */
public abstract class Permit extends Admission {
  /** Guards nothing; ending it does nothing. */
  public static final Permit NONE = new None();

  Permit() {}

  /**
   * Ends the call. The permit the engine gets from a {@link GuardSet} never throws here.
   *
   * @param startNanos {@link System#nanoTime} when the call began
   * @param endNanos {@link System#nanoTime} when it ended
   */
  public abstract void end(Outcome outcome, long startNanos, long endNanos);

  /** What a guard in dry-run would have answered; null when none would have refused. */
  public Refusal wouldRefuse() {
    return null;
  }

  /** False when the permit belongs to one call alone, so that it must not be kept for others. */
  boolean reusable() {
    return true;
  }

  private static final class None extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {}
  }
}
