// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Arrays;

/**
 * The rules that match one peer, and the guards of each combination of them that calls have asked
 * for. Usually no rule asks for method or path: then there is one combination and nothing to look
 * up.
 */
final class Selection {
  /** A combination is a bit per rule; more rules than this for one peer are not looked at. */
  static final int MAX_RULES = 63;

  /** More combinations than this work, but are put together for each call. */
  private static final int MAX_KEPT = 128;

  private final PeerSnapshot snapshot;
  private final Rule[] rules;
  private final Beginnings beginnings;
  private final GuardSet only;
  private volatile Kept kept = new Kept(new long[0], new GuardSet[0]);

  /**
   * @param rules those that match the peer, first the first
   */
  Selection(PeerSnapshot snapshot, Rule[] rules) {
    this.snapshot = snapshot;
    this.rules = rules;
    this.beginnings = Beginnings.of(rules);
    boolean asks = false;
    for (Rule rule : rules) {
      asks |= rule.match.asksForCall();
    }
    this.only = asks ? null : snapshot.guardSet(rules, -1L);
  }

  /** The guards of all calls; null when they depend on the call. */
  GuardSet only() {
    return only;
  }

  GuardSet select(String method, String place) {
    if (only != null) {
      return only;
    }
    long mask = 0;
    for (long open = beginnings.candidates(place); open != 0; open &= open - 1) {
      if (rules[Long.numberOfTrailingZeros(open)].match.acceptsCall(method, place)) {
        mask |= open & -open;
      }
    }
    if (mask == 0) {
      return GuardSet.NONE;
    }
    Kept now = kept;
    for (int i = 0; i < now.masks.length; i++) {
      if (now.masks[i] == mask) {
        return now.sets[i];
      }
    }
    return keep(mask);
  }

  private synchronized GuardSet keep(long mask) {
    Kept now = kept;
    for (int i = 0; i < now.masks.length; i++) {
      if (now.masks[i] == mask) {
        return now.sets[i];
      }
    }
    GuardSet set = snapshot.guardSet(rules, mask);
    int length = now.masks.length;
    if (length < MAX_KEPT) {
      long[] masks = Arrays.copyOf(now.masks, length + 1);
      GuardSet[] sets = Arrays.copyOf(now.sets, length + 1);
      masks[length] = mask;
      sets[length] = set;
      kept = new Kept(masks, sets);
    }
    return set;
  }

  private static final class Kept {
    final long[] masks;
    final GuardSet[] sets;

    Kept(long[] masks, GuardSet[] sets) {
      this.masks = masks;
      this.sets = sets;
    }
  }
}
