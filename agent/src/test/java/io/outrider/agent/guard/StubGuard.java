// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;

/** A guard that does as it is told and writes down what it hears. */
final class StubGuard extends Guard {
  final List<String> heard = new ArrayList<>();
  boolean refuses;
  boolean throwsOnAcquire;
  boolean throwsOnEnd;
  long holdsUp;
  long askedAt;
  private Permit permit = new Recording(true);
  private final Refusal refusal;

  StubGuard(GuardKind kind) {
    this(kind, "rule-" + kind.text());
  }

  StubGuard(GuardKind kind, String rule) {
    super(kind, rule);
    refusal = new Refusal(kind, rule, "peer", "it was told to", 0);
  }

  /** As if the state had changed. */
  StubGuard changePermit(boolean reusable) {
    permit = new Recording(reusable);
    return this;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    if (throwsOnAcquire) {
      throw new IllegalStateException("acquire");
    }
    askedAt = nowNanos;
    if (holdsUp > 0) {
      call.waited(holdsUp);
    }
    return refuses ? refusal : permit;
  }

  private final class Recording extends Permit {
    private final boolean reusable;

    Recording(boolean reusable) {
      this.reusable = reusable;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      heard.add(outcome + " " + startNanos + "-" + endNanos);
      if (throwsOnEnd) {
        throw new IllegalStateException("end");
      }
    }

    @Override
    boolean reusable() {
      return reusable;
    }
  }
}
