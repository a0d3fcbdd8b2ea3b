// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.outrider.agent.guard.Admission;
import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.BreakerStatus;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.guard.Deadline;
import io.outrider.agent.guard.GuardKind;
import io.outrider.agent.guard.GuardReport;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.GuardTelemetry;
import io.outrider.agent.guard.GuardedCall;
import io.outrider.agent.guard.Guards;
import io.outrider.agent.guard.HttpCallRefusal;
import io.outrider.agent.guard.MethodRefusal;
import io.outrider.agent.guard.Outcome;
import io.outrider.agent.guard.PeerGuards;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Refusal;
import io.outrider.agent.guard.SqlConnectionRefusal;
import io.outrider.agent.guard.SqlReadOnlyRefusal;
import io.outrider.agent.guard.SqlStatementRefusal;
import io.outrider.agent.guard.Timeouts;
import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.DbAdapter;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The seam between calls and guards: asks them, makes of a refusal what the caller's code expects,
 * tells them how calls end, and shows on spans what they did. A guard that fails lets the call
 * pass.
 */
class Guarding implements GuardTelemetry {
  /** What a breaker has just told on this thread; taken up by the call that made it do so. */
  private static final ThreadLocal<Attributes> TRANSITION = new ThreadLocal<Attributes>();

  /** More often than that nobody is to ask. */
  private static final long SHORTEST_HOLD = 10_000_000L;

  private final Guards guards;

  /** Null as long as there is no telemetry. */
  private volatile QueueTimes queueTimes;

  /**
   * Changes with every change of a breaker, so that a call need not look at {@link #TRANSITION}.
   */
  private volatile int transitions;

  Guarding(GuardRules rules) {
    guards = new Guards(rules, this, new Log());
  }

  /** For calls that begin from now on. */
  void replace(GuardRules rules) {
    guards.replace(rules);
  }

  PeerGuards forPeer(CallKind kind, String host, int port, String pool, String database) {
    return guards.forPeer(kind, host, port, pool, database);
  }

  PeerGuards forTopic(CallKind kind, String system, String host, int port, String topic) {
    return guards.forTopic(kind, system, host, port, topic);
  }

  PeerGuards forMethod(String className, String function, boolean isPublic) {
    return guards.forMethod(className, function, isPublic);
  }

  PeerGuards overflow(CallKind kind) {
    return guards.overflow(kind);
  }

  /** Asks the guards of an HTTP client call. After this the operation may carry a refusal. */
  void admitCall(Operation operation, String url) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      set =
          operation.peer.guards.select(
              operation.method, CanonicalPath.of(Urls.path(url)), operation);
    }
    operation.observed = OwnGuard.stands(set);
    operation.attempts = operation.observed ? null : Attempts.of(operation, set);
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

  /** Whether any rule is for messages that the application works on. */
  boolean holds() {
    return guards.holds();
  }

  /** Whether any rule asks for retries. */
  boolean retries() {
    return guards.retries();
  }

  /** Whether anything is to be asked before a database is. */
  boolean guarded(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    return set != null && (!set.admitsAll() || operation.deadline != null);
  }

  /**
   * Asks the guards of an execution; inside a transaction they only look on, but for a switch to
   * read only, as long as that transaction cannot have changed anything.
   */
  void admitStatement(Operation operation, boolean refusable, boolean written) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return;
    }
    operation.observed = OwnGuard.stands(set);
    if (!refusable) {
      operation.guards = set;
      Refusal write =
          written || operation.observed ? null : set.refuseWrite(operation, operation.startNanos);
      if (write != null) {
        operation.refused = write;
        show(operation);
        operation.refusal = new SqlReadOnlyRefusal(write, operation.startNanos);
        return;
      }
      operation.permit = set.observe(operation, operation.startNanos);
      return;
    }
    Refusal refusal = admit(operation, set);
    if (refusal != null) {
      operation.refusal =
          refusal.guard() == GuardKind.DEGRADE
              ? new SqlReadOnlyRefusal(refusal, operation.startNanos)
              : new SqlStatementRefusal(refusal, operation.startNanos);
    }
  }

  /** Asks the guards of a message; inside a transaction they only look on. */
  void admitMessage(Operation operation, boolean refusable) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null || set == GuardSet.NONE) {
      return;
    }
    if (refusable) {
      admitWhole(operation);
    } else {
      operation.observed = OwnGuard.stands(set);
      observe(operation, set);
    }
  }

  /** A message that was admitted is dropped, for the buffer of its rule has no room for it. */
  void dropMessage(Operation operation) {
    operation.refused = operation.guards.buffer().drop(System.nanoTime());
    show(operation);
  }

  /** Asks the guards of a method of the application's own. */
  void admitMethod(Operation operation) {
    Refusal refusal = admitWhole(operation);
    if (refusal != null) {
      operation.refusal = new MethodRefusal(refusal, operation.startNanos);
    }
  }

  /** Shows the guards the work on messages, which nothing refuses. */
  void watchWork(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set != null && !set.admitsAll()) {
      observe(operation, set);
    }
  }

  private static void observe(Operation operation, GuardSet set) {
    operation.guards = set;
    operation.permit = set.observe(operation, operation.startNanos);
  }

  /**
   * How long the application should be given no more messages from a place: asks as a call would
   * that can be refused, and hands back what it gets.
   */
  static long holdNanos(PeerGuards guards, long nowNanos) {
    GuardSet set = guards.whole();
    if (set == null || set.admitsAll()) {
      return 0;
    }
    Admission admission = set.acquire(GuardedCall.UNKNOWN, nowNanos);
    Refusal refusal = admission.refusal();
    if (refusal != null) {
      return Math.max(SHORTEST_HOLD, refusal.retryAfterNanos(nowNanos));
    }
    admission.permit().end(Outcome.UNUSED, nowNanos, nowNanos);
    return 0;
  }

  void admitConnection(Operation operation) {
    Refusal refusal = admitWhole(operation);
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
    Answer answer = refusedAtDoor(operation);
    return answer == null ? Faults.answer(operation.guards, operation) : answer;
  }

  /** Likewise without faults. */
  Answer refusedAtDoor(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      set =
          operation.peer.guards.select(
              operation.method, CanonicalPath.of(operation.path), operation);
    }
    RequestLevel.decide(operation, set);
    operation.deadline = set.deadline(operation, operation.deadline, operation.startNanos);
    Refusal refusal = admit(operation, set);
    return refusal == null ? null : Answer.refusing(refusal, operation.startNanos);
  }

  /** Likewise those of rules that name a route, before its handler runs. */
  Answer atRoute(Operation operation, String route) {
    GuardSet set = operation.peer.guards.selectRoute(operation.method, route, operation);
    if (set == null) {
      return null;
    }
    RequestLevel.decide(operation, set);
    if (set.admitsAll()) {
      return Faults.answer(set, operation);
    }
    long now = System.nanoTime();
    operation.deadline = set.deadline(operation, operation.deadline, operation.startNanos);
    Admission admission = set.acquire(operation, now);
    Refusal refusal = lateAfterWait(operation, admission);
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

  /** Of a call to a peer whose guards are the same for all calls. Null: it may be made. */
  private Refusal admitWhole(Operation operation) {
    GuardSet set = operation.peer.guards.whole();
    if (set == null) {
      return null;
    }
    operation.observed = OwnGuard.stands(set);
    return admit(operation, set);
  }

  /** Null: it may be made. */
  private Refusal admit(Operation operation, GuardSet set) {
    operation.guards = set;
    // Before all others: what is too late takes no permit that would have to be handed back.
    if (operation.deadline != null && !operation.observed && isLate(operation)) {
      return operation.refused;
    }
    if (set.admitsAll()) {
      return null;
    }
    int before = transitions;
    Admission admission =
        operation.observed
            ? set.rehearse(operation, operation.startNanos)
            : operation.attempts == null
                ? set.acquire(operation, operation.startNanos)
                : operation.attempts.acquire(operation, operation.startNanos);
    Refusal refusal = lateAfterWait(operation, admission);
    operation.refused = refusal;
    operation.permit = refusal == null ? admission.permit() : null;
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

  /** Whether the request that a call belongs to has no time left for it. */
  private boolean isLate(Operation operation) {
    Deadline deadline = operation.deadline;
    if (operation.kind == Operation.Kind.HTTP_SERVER || operation.observed) {
      // The guards are about to say so themselves, or have nothing to say here.
      return false;
    }
    Refusal late = deadline.refuseCall(operation.peer.guards.name(), operation.startNanos);
    if (late == null) {
      return false;
    }
    if (!deadline.enforced()) {
      show(operation.span, late, "would_reject");
      return false;
    }
    operation.refused = late;
    show(operation);
    return true;
  }

  /**
   * The refusal there is, or the one of a call whose time has run out while guards held it up: what
   * they granted is handed back.
   */
  private static Refusal lateAfterWait(Operation operation, Admission admission) {
    Refusal refusal = admission.refusal();
    Deadline deadline = operation.deadline;
    if (refusal != null || operation.waitedNanos == 0 || deadline == null || !deadline.enforced()) {
      return refusal;
    }
    long now = System.nanoTime();
    String peer = operation.peer.guards.name();
    refusal =
        operation.kind == Operation.Kind.HTTP_SERVER
            ? deadline.refuseRequest(peer, now)
            : deadline.refuseCall(peer, now);
    if (refusal != null) {
      admission.permit().end(Outcome.UNUSED, operation.startNanos, now);
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
    show(span, refusal.rule(), refusal.guard(), outcome);
  }

  private static void show(Span span, String rule, GuardKind guard, String outcome) {
    if (span != null) {
      span.setAttribute(Semantics.GUARD_RULE, rule);
      span.setAttribute(Semantics.GUARD_TYPE, GuardNames.type(guard));
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
    if (thrown != null && operation.refused == null && operation.guards != null) {
      cutOff(operation, thrown, nanos);
    }
    end(operation, operation.guards, operation.permit, status, thrown, nanos);
    end(operation, operation.routeGuards, operation.routePermit, status, thrown, nanos);
    if (operation.attempts != null) {
      operation.attempts.attempted(status, thrown);
    }
    operation.permit = null;
    operation.routePermit = null;
  }

  /** Whether guards of the operation draw conclusions from the time it takes. */
  static boolean measureTime(Operation operation) {
    return operation.guards != null && operation.guards.measuresTime()
        || operation.routeGuards != null && operation.routeGuards.measuresTime();
  }

  /** Whether a call has failed because a rule's time limit was over. */
  private static void cutOff(Operation operation, Throwable thrown, long nanos) {
    try {
      // The limits are those of calls and statements; that of a connection is its pool's. Inside a
      // guard of the application's own none was set.
      String rule =
          operation.kind == Operation.Kind.CONNECT
                  || operation.observed
                  || thrown instanceof CancellationException
                  || thrown instanceof InterruptedException
              ? null
              : operation.guards.cutOff(nanos - operation.waitedNanos, thrown);
      if (rule != null) {
        show(operation.span, rule, GuardKind.TIMEOUT, "reject");
      }
    } catch (Throwable e) {
      Errors.observing("a call that was cut off", e);
    }
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
      // What the door has granted and the route refuses was not used: its quick answer is ours.
      if (operation.refused != null) {
        outcome = Outcome.UNUSED;
      } else if (set != null && !operation.lasting) {
        outcome = set.ending(status, thrown, late(operation, nanos));
      }
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

  private static boolean late(Operation operation, long nanos) {
    return operation.deadline != null
        && operation.remainingNanos(operation.startNanos + nanos) <= 0;
  }

  long connectNanos(Operation operation) {
    return isUnlimited(operation) ? 0 : limit(operation, operation.guards.connectNanos());
  }

  long requestNanos(Operation operation) {
    return isUnlimited(operation) ? 0 : limit(operation, operation.guards.requestNanos());
  }

  /**
   * The limit of an execution; 0: none. Inside a transaction a deadline limits nothing: half a
   * transaction that has failed is worse than a whole one that is late.
   */
  long queryNanos(Operation operation, boolean inTransaction) {
    GuardSet set = operation.guards == null ? operation.peer.guards.whole() : operation.guards;
    if (set == null || operation.observed || operation.guards == null && OwnGuard.stands(set)) {
      return 0;
    }
    long limit = inTransaction ? set.queryNanos() : limit(operation, set.queryNanos());
    if (limit > 0) {
      // Where there is nothing but a limit, nobody has asked yet.
      operation.guards = set;
    }
    return limit;
  }

  private static boolean isUnlimited(Operation operation) {
    return operation.guards == null || operation.observed;
  }

  /**
   * What cancels an execution at its limit.
   *
   * @param nanos as {@link #queryNanos} gave it
   */
  QueryLimit queryLimit(DbAdapter<?> adapter, Object self, Operation operation, long nanos) {
    GuardSet set = operation.guards == null ? operation.peer.guards.whole() : operation.guards;
    return set != null && set.queryNanos() == nanos
        ? new QueryLimit(adapter, self, GuardKind.TIMEOUT, set.timeoutRule())
        : new QueryLimit(adapter, self, GuardKind.DEADLINE, operation.deadline.rule());
  }

  /** Shows that it was our limit by which a statement has failed. */
  static void showLimit(Span span, QueryLimit limit) {
    span.setAttribute(Semantics.GUARD_RULE, limit.rule);
    span.setAttribute(Semantics.GUARD_TYPE, GuardNames.type(limit.guard));
    span.setAttribute(Semantics.GUARD_OUTCOME, "reject");
  }

  private static long limit(Operation operation, long ruleNanos) {
    Deadline deadline = operation.deadline;
    return deadline == null || !deadline.enforced()
        ? ruleNanos
        : Timeouts.effective(ruleNanos, deadline.remainingForCallNanos(System.nanoTime()));
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

  @Override
  public void onQueued(String rule, GuardKind guard, long nanos) {
    QueueTimes times = queueTimes;
    if (times != null) {
      times.record(rule, guard, nanos);
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

  GuardReport report() {
    return guards.report();
  }

  boolean measureLoad() {
    return guards.measureLoad();
  }

  void observe(Meter meter) {
    queueTimes = new QueueTimes(meter);
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
