// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.outrider.agent.guard.Admission;
import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.BreakerStatus;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardTelemetry;
import io.outrider.agent.guard.Guards;
import io.outrider.agent.guard.HttpCallRefusal;
import io.outrider.agent.guard.Outcome;
import io.outrider.agent.guard.PeerGuards;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Refusal;
import io.outrider.agent.guard.SqlConnectionRefusal;
import io.outrider.agent.guard.SqlStatementRefusal;
import io.outrider.agent.log.AgentLog;
import java.util.function.Consumer;

/**
 * The seam between calls and guards: asks them, makes of a refusal what the caller's code expects,
 * tells them how calls end, and shows on spans what they did. A guard that fails lets the call
 * pass.
 */
class Guarding implements GuardTelemetry {
  /** What a breaker has just told on this thread; taken up by the call that made it do so. */
  private static final ThreadLocal<Attributes> TRANSITION = new ThreadLocal<Attributes>();

  private final Guards guards;

  /**
   * Changes with every change of a breaker, so that a call need not look at {@link #TRANSITION}.
   */
  private volatile int transitions;

  Guarding(GuardRules rules) {
    guards = new Guards(rules, this, new Log());
  }

  PeerGuards forPeer(CallKind kind, String host, int port, String database) {
    return guards.forPeer(kind, host, port, null, database);
  }

  PeerGuards overflow(CallKind kind) {
    return guards.overflow(kind);
  }

  /** Asks the guards of an HTTP client call. After this the operation may carry a refusal. */
  void admitCall(Operation operation, String url) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      set = operation.peer.guards.select(operation.method, Urls.path(url));
    }
    operation.attempts = Attempts.of(operation, set);
    Refusal refusal = admit(operation, set);
    if (refusal != null) {
      operation.refusal = new HttpCallRefusal(refusal, operation.startNanos);
    } else if (set.retry() != null) {
      set.retry().called(operation.startNanos);
    }
  }

  /** Asks the guards of another attempt of the same call; false: it is refused. */
  boolean admitAgain(Operation operation, GuardSet set) {
    operation.guards = set;
    int before = transitions;
    Permit permit = set.acquireAttempt(operation, operation.startNanos).permit();
    operation.permit = permit;
    if (transitions != before) {
      showTransition(operation);
    }
    return permit != null;
  }

  /** Whether any rule asks for retries. */
  boolean retries() {
    return guards.retries();
  }

  /** Whether the guards of a database are to be asked at all. */
  boolean guarded(Peer peer) {
    GuardSet set = peer.guards.whole();
    return set != null && !set.admitsAll();
  }

  /** Asks the guards of an execution; inside a transaction they only look on. */
  void admitStatement(Operation operation, boolean refusable) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return;
    }
    if (!refusable) {
      operation.guards = set;
      operation.permit = set.observe(operation, operation.startNanos);
      return;
    }
    Refusal refusal = admit(operation, set);
    if (refusal != null) {
      operation.refusal = new SqlStatementRefusal(refusal, operation.startNanos);
    }
  }

  void admitConnection(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return;
    }
    Refusal refusal = admit(operation, set);
    if (refusal != null) {
      operation.refusal = new SqlConnectionRefusal(refusal, operation.startNanos);
    }
  }

  /**
   * Asks the guards of a request before anything of the application has seen it.
   *
   * @return the answer in the application's place; null: it is let in
   */
  Answer atDoor(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      set = operation.peer.guards.select(operation.method, operation.path);
    }
    Refusal refusal = admit(operation, set);
    return refusal == null
        ? Faults.answer(operation.guards, operation)
        : Answer.refusing(refusal, operation.startNanos);
  }

  /** Likewise those of rules that name a route, before its handler runs. */
  Answer atRoute(Operation operation, String route) {
    GuardSet set = operation.peer.guards.selectRoute(operation.method, route);
    if (set == null || set.admitsAll()) {
      return set == null ? null : Faults.answer(set, operation);
    }
    long now = System.nanoTime();
    Admission admission = set.acquire(operation, now);
    Refusal refusal = admission.refusal();
    if (refusal != null) {
      operation.refused = refusal;
      show(operation);
      return Answer.refusing(refusal, now);
    }
    operation.routeGuards = set;
    operation.routePermit = admission.permit();
    showDryRun(operation, operation.routePermit);
    return Faults.answer(set, operation);
  }

  /** Null: it may be made. */
  private Refusal admit(Operation operation, GuardSet set) {
    operation.guards = set;
    if (set.admitsAll()) {
      return null;
    }
    int before = transitions;
    Admission admission =
        operation.attempts == null
            ? set.acquire(operation, operation.startNanos)
            : operation.attempts.acquire(operation, operation.startNanos);
    Refusal refusal = admission.refusal();
    operation.refused = refusal;
    operation.permit = admission.permit();
    if (transitions != before) {
      showTransition(operation);
    }
    if (refusal != null) {
      show(operation);
    } else {
      showDryRun(operation, operation.permit);
    }
    return refusal;
  }

  /** Shows a refusal on the operation's span, if it has one by now. */
  void show(Operation operation) {
    show(operation.span, operation.refused, "reject");
  }

  private static void showDryRun(Operation operation, Permit permit) {
    Refusal would = permit.wouldRefuse();
    if (would != null) {
      show(operation.span, would, "would_reject");
    }
  }

  private static void show(Span span, Refusal refusal, String outcome) {
    if (span != null) {
      span.setAttribute(Semantics.GUARD_RULE, refusal.rule());
      span.setAttribute(Semantics.GUARD_TYPE, GuardNames.type(refusal.guard()));
      span.setAttribute(Semantics.GUARD_OUTCOME, outcome);
    }
  }

  /**
   * Tells the guards how a call has ended: once, and before its span ends, so that the span can
   * tell of a breaker that opens. Never throws.
   *
   * @param thrown null when the peer has answered, whatever the library made of that
   */
  void end(Operation operation, int status, Throwable thrown, long nanos) {
    end(operation, operation.guards, operation.permit, status, thrown, nanos);
    end(operation, operation.routeGuards, operation.routePermit, status, thrown, nanos);
    if (operation.attempts != null) {
      operation.attempts.attempted(status, thrown);
    }
    operation.permit = null;
    operation.routePermit = null;
  }

  /** Likewise for a call that went on unseen: its outcome is not known. Never throws. */
  void ignore(Operation operation) {
    long nanos = System.nanoTime() - operation.startNanos;
    end(operation, null, operation.permit, 0, null, nanos);
    end(operation, null, operation.routePermit, 0, null, nanos);
    if (operation.attempts != null) {
      operation.attempts.end();
    }
    operation.permit = null;
    operation.routePermit = null;
  }

  private void end(
      Operation operation, GuardSet set, Permit permit, int status, Throwable thrown, long nanos) {
    if (permit == null || permit == Permit.NONE) {
      return;
    }
    Outcome outcome = Outcome.IGNORED;
    try {
      outcome = set == null ? Outcome.IGNORED : set.outcome(status, thrown);
    } catch (Throwable e) {
      Errors.observing("the outcome of a guarded call", e);
    }
    try {
      int before = transitions;
      permit.end(
          outcome, operation.startNanos + operation.waitedNanos, operation.startNanos + nanos);
      if (transitions != before) {
        showTransition(operation);
      }
    } catch (Throwable e) {
      Errors.observing("the end of a guarded call", e);
    }
  }

  long connectNanos(Operation operation) {
    return operation.guards == null ? 0 : operation.guards.connectNanos();
  }

  long requestNanos(Operation operation) {
    return operation.guards == null ? 0 : operation.guards.requestNanos();
  }

  /** Whether a rule limits it or not, the limit of an execution; 0: none. */
  long queryNanos(Operation operation) {
    GuardSet set = operation.guards == null ? operation.peer.guards.whole() : operation.guards;
    return set == null ? 0 : set.queryNanos();
  }

  @Override
  public void onTransition(String rule, String peer, BreakerStatus from, BreakerStatus to) {
    TRANSITION.set(
        Attributes.builder()
            .put(Semantics.GUARD_RULE, rule)
            .put("outrider.breaker.from", from.text())
            .put("outrider.breaker.to", to.text())
            .build());
    synchronized (this) {
      transitions++;
    }
  }

  /** On the call's own span or, when it has none, on the one it is part of. */
  private static void showTransition(Operation operation) {
    Attributes transition = TRANSITION.get();
    if (transition != null) {
      TRANSITION.remove();
      Span span = operation.span == null ? Span.fromContext(operation) : operation.span;
      span.addEvent("outrider.breaker.transition", transition);
    }
  }

  void observe(Meter meter) {
    GuardMetrics.observe(guards, meter);
  }

  private static final class Log implements Consumer<String> {
    @Override
    public void accept(String line) {
      // Guards limit themselves; only the limit for all messages together applies.
      AgentLog.warn(null, line);
    }
  }
}
