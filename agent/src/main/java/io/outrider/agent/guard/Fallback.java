// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.EnumSet;

/** The answer an application gets to an HTTP call that a guard has refused. */
public final class Fallback extends Guard {
  private final Answer answer;
  private final EnumSet<GuardKind> on;
  private final boolean dryRun;
  private final Decisions decisions;

  Fallback(GuardPlace place, Answer answer, EnumSet<GuardKind> on) {
    super(GuardKind.FALLBACK, place.rule());
    this.answer = answer;
    this.on = on;
    this.dryRun = place.mode() == Mode.DRY_RUN;
    this.decisions = place.guards().lateDecisionsOf(this);
  }

  /** The answer; null when this refusal stands. */
  public Answer to(Refusal refusal) {
    if (!on.contains(refusal.guard())) {
      return null;
    }
    if (dryRun) {
      decisions.passed();
      decisions.wouldRefuse(0);
      return null;
    }
    return answer;
  }

  /** The name of the rule that has asked for it. */
  public String ruleName() {
    return rule();
  }

  /** The application has got the answer, or it could not be made and the refusal stood. */
  public void given(boolean success) {
    decisions.passed();
    if (!success) {
      decisions.undecided(0);
    }
  }
}
