// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/**
 * Makes calls slow or fail on purpose, to rehearse what happens then. It stands behind all other
 * guards: to them the fault is what the peer did.
 */
public final class Fault extends Guard {
  private final FaultSettings settings;
  private final String peer;
  private final boolean ofMethod;
  private final boolean dryRun;
  private final Decisions decisions;
  private final IntUnaryOperator random;

  Fault(GuardPlace place, FaultSettings settings) {
    this(place, settings, new Random());
  }

  /**
   * @param random a number from 0 to below its argument
   */
  Fault(GuardPlace place, FaultSettings settings, IntUnaryOperator random) {
    super(GuardKind.FAULT, place.rule());
    this.settings = settings;
    this.peer = place.peer();
    this.ofMethod = place.callKind() == CallKind.METHOD;
    this.dryRun = place.mode() == Mode.DRY_RUN;
    this.random = random;
    this.decisions = place.guards().lateDecisionsOf(this);
  }

  /** Draws whether the call at hand is hit, and counts that; to be asked once for each. */
  public boolean hits() {
    boolean hit =
        settings.percent >= BreakerSettings.ALL
            || random.applyAsInt(BreakerSettings.ALL) < settings.percent;
    if (!hit) {
      decisions.passed();
    } else if (dryRun) {
      decisions.passed();
      decisions.wouldRefuse(0);
    } else {
      decisions.refused(0);
    }
    return hit && !dryRun;
  }

  /** How long the call is held up first; 0: not at all. */
  public long delayNanos() {
    return settings.delayNanos;
  }

  /** The status it is answered by then; 0: by none. */
  public int status() {
    return settings.status;
  }

  /** Whether it fails then, as if no connection could be made. */
  public boolean failsToConnect() {
    return settings.error == FaultSettings.Error.CONNECT;
  }

  /** Whether it fails then, as if the peer had not answered in time. */
  public boolean timesOut() {
    return settings.error == FaultSettings.Error.TIMEOUT;
  }

  public String ruleName() {
    return rule();
  }

  /** The answer with {@link #status}; its body says where it comes from. */
  public Answer answer() {
    String[] headers = {"Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"};
    byte[] body = (message() + "\n").getBytes(StandardCharsets.UTF_8);
    return new Answer(settings.status, headers, body);
  }

  /** A sentence that says that this is no real fault, and how to turn it off. */
  public String message() {
    return "Injected by Outrider, "
        + (ofMethod ? peer + " has not run" : "nothing was sent to " + peer)
        + ". Rule: "
        + rule()
        + ", guard: fault; to turn it off: "
        + Refusal.switchOff(rule());
  }

  private static final class Random implements IntUnaryOperator {
    @Override
    public int applyAsInt(int bound) {
      return ThreadLocalRandom.current().nextInt(bound);
    }
  }
}
