// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.IpAddress;

/**
 * The rules that match one peer, and the guards of each combination of them that calls have asked
 * for. Usually no rule asks for the call: then there is one combination and nothing to look up.
 *
 * <p>A combination is, for each kind of guard, the number of the rule that wins: ten bits a kind in
 * three longs. So looking it up allocates nothing, and rules are asked only as long as a kind that
 * they mention is still open.
 */
final class Selection {
  private static final int BITS = 10;

  /** How many rules can be told apart. */
  static final int MAX_RULES = (1 << BITS) - 1;

  private static final int KINDS_A_LONG = 64 / BITS;

  /** More combinations than this work, but are put together for each call. */
  private static final int MAX_KEPT = 1_024;

  private final PeerSnapshot snapshot;
  private final Rule[] rules;
  private final Beginnings beginnings;

  /** For each rule, the kinds of guards that it mentions. */
  private final int[] mentions;

  private final int mentioned;
  private final boolean asksForCaller;
  private final GuardSet only;
  private volatile Kept[] kept = new Kept[1];
  private int keptCount; // guarded by this

  /**
   * @param rules those that match the peer, first the first
   */
  Selection(PeerSnapshot snapshot, Rule[] rules) {
    this.snapshot = snapshot;
    this.rules = rules;
    this.beginnings = Beginnings.of(rules);
    this.mentions = new int[rules.length];
    Rule[] winners = new Rule[GuardKind.values().length];
    boolean asks = false;
    boolean caller = false;
    int all = 0;
    for (int i = 0; i < rules.length; i++) {
      mentions[i] = rules[i].mentions(snapshot.kind());
      if (mentions[i] != 0 && rules[i].match.asksForCall()) {
        asks = true;
        caller |= rules[i].match.callers.length > 0;
      }
      win(winners, rules[i], mentions[i] & ~all);
      all |= mentions[i];
    }
    this.mentioned = all;
    this.asksForCaller = caller;
    this.only = asks ? null : snapshot.guardSet(winners);
  }

  private static void win(Rule[] winners, Rule rule, int kinds) {
    for (int left = kinds; left != 0; left &= left - 1) {
      winners[Integer.numberOfTrailingZeros(left)] = rule;
    }
  }

  /** The guards of all calls; null when they depend on the call. */
  GuardSet only() {
    return only;
  }

  GuardSet select(String method, String place, GuardedCall call) {
    if (only != null) {
      return only;
    }
    IpAddress caller = asksForCaller ? IpAddress.parse(call.callerAddress()) : null;
    int open = mentioned;
    long a = 0;
    long b = 0;
    long c = 0;
    for (long left = beginnings.candidates(place); left != 0 && open != 0; left &= left - 1) {
      int first = Long.numberOfTrailingZeros(left);
      int last = first == Beginnings.REST ? rules.length - 1 : first;
      for (int i = first; i <= last && open != 0; i++) {
        int won = mentions[i] & open;
        if (won != 0 && rules[i].match.acceptsCall(method, place, call, caller)) {
          open &= ~won;
          for (; won != 0; won &= won - 1) {
            int kind = Integer.numberOfTrailingZeros(won);
            long number = i + 1L << kind % KINDS_A_LONG * BITS;
            if (kind < KINDS_A_LONG) {
              a |= number;
            } else if (kind < 2 * KINDS_A_LONG) {
              b |= number;
            } else {
              c |= number;
            }
          }
        }
      }
    }
    if (open == mentioned) {
      return GuardSet.NONE;
    }
    Kept known = find(kept, a, b, c);
    return known == null ? keep(a, b, c) : known.set;
  }

  private static Kept find(Kept[] table, long a, long b, long c) {
    Kept at = table[place(table, a, b, c)];
    while (at != null && !at.is(a, b, c)) {
      at = at.next;
    }
    return at;
  }

  private static int place(Kept[] table, long a, long b, long c) {
    long mixed = (a * 31 + b) * 31 + c;
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & table.length - 1;
  }

  private synchronized GuardSet keep(long a, long b, long c) {
    Kept known = find(kept, a, b, c);
    if (known != null) {
      return known.set;
    }
    Rule[] winners = new Rule[GuardKind.values().length];
    for (int kind = 0; kind < winners.length; kind++) {
      long numbers = kind < KINDS_A_LONG ? a : kind < 2 * KINDS_A_LONG ? b : c;
      int number = (int) (numbers >>> kind % KINDS_A_LONG * BITS) & MAX_RULES;
      winners[kind] = number == 0 ? null : rules[number - 1];
    }
    GuardSet set = snapshot.guardSet(winners);
    if (keptCount < MAX_KEPT) {
      add(a, b, c, set);
    }
    return set;
  }

  /** Others may be reading: the table is replaced, and what hangs in it never changes. */
  private void add(long a, long b, long c, GuardSet set) {
    Kept[] before = kept;
    Kept[] after = new Kept[keptCount < before.length ? before.length : before.length * 2];
    for (Kept bucket : before) {
      for (Kept one = bucket; one != null; one = one.next) {
        put(after, one.a, one.b, one.c, one.set);
      }
    }
    put(after, a, b, c, set);
    keptCount++;
    kept = after;
  }

  private static void put(Kept[] table, long a, long b, long c, GuardSet set) {
    int place = place(table, a, b, c);
    table[place] = new Kept(a, b, c, set, table[place]);
  }

  private static final class Kept {
    final long a;
    final long b;
    final long c;
    final GuardSet set;
    final Kept next;

    Kept(long a, long b, long c, GuardSet set, Kept next) {
      this.a = a;
      this.b = b;
      this.c = c;
      this.set = set;
      this.next = next;
    }

    boolean is(long otherA, long otherB, long otherC) {
      return a == otherA && b == otherB && c == otherC;
    }
  }
}
