// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a group of guards that stand behind one another decided.
 *
 * <p>A call that passes all of them adds to one counter. What each guard let through follows: the
 * calls that passed them all, and those which a later guard refused.
 */
final class Decisions {
  private final String[] rules;
  private final GuardKind[] kinds;
  private final boolean late;
  private final LongAdder passed = new LongAdder();
  private final LongAdder[] refused;
  private final LongAdder[] wouldRefuse;
  private final LongAdder[] undecided;
  private final LongAdder[] failedLater;

  /**
   * @param late true for a group of one guard whose verdict falls at the end of the call; in a
   *     chain such a guard always passes, and is left out there
   */
  Decisions(Guard[] guards, boolean late) {
    this.late = late;
    rules = new String[guards.length];
    kinds = new GuardKind[guards.length];
    for (int i = 0; i < guards.length; i++) {
      rules[i] = guards[i].rule();
      kinds[i] = guards[i].kind();
    }
    refused = adders(guards.length);
    wouldRefuse = adders(guards.length);
    undecided = adders(guards.length);
    failedLater = adders(guards.length);
  }

  private static LongAdder[] adders(int length) {
    LongAdder[] adders = new LongAdder[length];
    for (int i = 0; i < length; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void passed() {
    passed.increment();
  }

  void refused(int guard) {
    refused[guard].increment();
  }

  void wouldRefuse(int guard) {
    wouldRefuse[guard].increment();
  }

  /** The guard failed while it was asked: the call went on as if it had passed. */
  void undecided(int guard) {
    undecided[guard].increment();
  }

  /** The guard failed when it was told of the end. */
  void failedLater(int guard) {
    failedLater[guard].increment();
  }

  void addTo(List<DecisionCount> counts) {
    long through = passed.sum();
    for (int i = kinds.length - 1; i >= 0; i--) {
      if (!late && kinds[i] == GuardKind.TIMEOUT) {
        continue;
      }
      long would = wouldRefuse[i].sum();
      long errors = undecided[i].sum();
      add(counts, i, Decision.PASS, Math.max(0, through - would - errors));
      add(counts, i, Decision.REJECT, refused[i].sum());
      add(counts, i, Decision.WOULD_REJECT, would);
      add(counts, i, Decision.ERROR, errors + failedLater[i].sum());
      through += refused[i].sum();
    }
  }

  private void add(List<DecisionCount> counts, int guard, Decision decision, long count) {
    if (count == 0) {
      return;
    }
    for (DecisionCount known : counts) {
      if (known.add(rules[guard], kinds[guard], decision, count)) {
        return;
      }
    }
    counts.add(new DecisionCount(rules[guard], kinds[guard], decision, count));
  }
}
