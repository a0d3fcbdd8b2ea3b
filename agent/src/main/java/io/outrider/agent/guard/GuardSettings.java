// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * What a rule says about one kind of guard. Immutable. Two that are equal describe guards with the
 * same behaviour: the state of a guard survives a change of rules when its settings do.
 */
abstract class GuardSettings {
  private final GuardKind kind;

  GuardSettings(GuardKind kind) {
    this.kind = kind;
  }

  final GuardKind kind() {
    return kind;
  }

  /** False when these settings have no meaning for such calls: a later rule may then win. */
  abstract boolean appliesTo(CallKind kind);

  /**
   * False when the guard keeps no state about the peer, so that it may serve the peer which stands
   * for all that did not fit into the table.
   */
  abstract boolean stateful();

  /** A new guard for one peer, or null when nothing has to decide. */
  abstract Guard create(GuardPlace place);

  /** Whether its guard looks at how busy the process is, which then has to be measured. */
  boolean asksForLoad() {
    return false;
  }

  /** Adds what is not a guard to ask: time limits, what counts as failure. */
  void contribute(GuardSet.Builder builder, Mode mode) {}

  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();
}
