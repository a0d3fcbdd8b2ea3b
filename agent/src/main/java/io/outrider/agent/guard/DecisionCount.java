// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** How often the guards of one kind and rule have decided in one way, since the start. */
public final class DecisionCount {
  private final String rule;
  private final GuardKind guard;
  private final Decision decision;
  private long count;

  DecisionCount(String rule, GuardKind guard, Decision decision, long count) {
    this.rule = rule;
    this.guard = guard;
    this.decision = decision;
    this.count = count;
  }

  boolean add(String otherRule, GuardKind otherGuard, Decision otherDecision, long more) {
    if (guard != otherGuard || decision != otherDecision || !rule.equals(otherRule)) {
      return false;
    }
    count += more;
    return true;
  }

  public String rule() {
    return rule;
  }

  public GuardKind guard() {
    return guard;
  }

  public Decision decision() {
    return decision;
  }

  public long count() {
    return count;
  }

  @Override
  public String toString() {
    return rule + ' ' + guard.text() + ' ' + decision.text() + ' ' + count;
  }
}
