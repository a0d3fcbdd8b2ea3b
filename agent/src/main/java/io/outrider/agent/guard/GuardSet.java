// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * All that guards one call: the time limits to set into the client, and the guards to ask.
 *
 * <p>A call is guarded like this; both times are of {@link System#nanoTime}:
 *
 * <pre>
 *   Admission admission = guards.acquire(call, start);
 *   Refusal refusal = admission.refusal();
 *   if (refusal != null) {
 *     // answer in the library's own way; there is nothing to end
 *   }
 *   Permit permit = admission.permit();
 *   // the call, limited to connectNanos() and requestNanos(), then exactly once:
 *   permit.end(guards.ending(status, error, late), start, end);
 * </pre>
 */
public final class GuardSet {
  /** Guards nothing. */
  public static final GuardSet NONE = new Builder(CallKind.HTTP_CLIENT).build();

  private final CallKind kind;
  private final Timeouts timeouts;
  private final DeadlineGuard deadline;
  private final ReadOnly readOnly;
  private final TimeoutCount timeoutCount;
  private final Failures failures;
  private final Retry retry;
  private final Fallback fallback;
  private final Fault fault;
  private final Buffer buffer;
  private final GuardChain all;
  private final GuardChain once;
  private final GuardChain attempt;

  /** By kind: those that are not asked with the others. */
  private final Guard[] beside;

  private final boolean[] dryRunBeside;

  /** Whether a guard that is not in dry-run asks how much calls matter. */
  private final boolean bindsByLevel;

  /** Whether a guard cares for overload. */
  private final boolean adaptive;

  /** Whether a guard draws conclusions from how long calls take. */
  private final boolean measuresTime;

  private GuardSet(Builder builder) {
    kind = builder.kind;
    timeouts = builder.timeouts;
    deadline = builder.deadline;
    readOnly = builder.readOnly;
    timeoutCount = builder.timeoutCount;
    failures = builder.failures;
    all = builder.chain(true, true);
    once = builder.chain(true, false);
    attempt = builder.chain(false, true);
    beside = builder.beside;
    dryRunBeside = builder.dryRunBeside;
    bindsByLevel = builder.bindsByLevel;
    adaptive = builder.has(GuardKind.CONCURRENCY);
    measuresTime = adaptive || builder.has(GuardKind.SHED);
    retry = (Retry) beside(GuardKind.RETRY);
    fallback = (Fallback) beside(GuardKind.FALLBACK);
    fault = (Fault) beside(GuardKind.FAULT);
    buffer = dryRun(GuardKind.BUFFER) ? null : (Buffer) beside(GuardKind.BUFFER);
  }

  /** Asks all guards. Never null, never throws; allocates nothing in the usual case. */
  public Admission acquire(GuardedCall call, long nowNanos) {
    return acquire(all, call, nowNanos, true);
  }

  /**
   * Admits in any case, yet shows the call to the guards: for a call that must not be refused, such
   * as one inside a transaction, and whose end still tells how the peer is.
   */
  public Permit observe(GuardedCall call, long nowNanos) {
    return acquire(all, call, nowNanos, false).permit();
  }

  /**
   * Likewise, and counts what would have been refused, as dry-run does: for a call that a guard of
   * the application's own is there to refuse.
   */
  public Permit rehearse(GuardedCall call, long nowNanos) {
    return all == null ? Permit.NONE : all.acquire(call, nowNanos, false, true).permit();
  }

  /**
   * Asks only the guards that stand before all attempts of a call that may be repeated; each
   * attempt then asks {@link #acquireAttempt}, and both permits are ended. Instead of {@link
   * #acquire}.
   */
  public Admission acquireOnce(GuardedCall call, long nowNanos) {
    return acquire(once, call, nowNanos, true);
  }

  /** Asks the guards that stand before each attempt. */
  public Admission acquireAttempt(GuardedCall call, long nowNanos) {
    return acquire(attempt, call, nowNanos, true);
  }

  /** Whether it matters to a guard how long calls take that end well. */
  public boolean measuresTime() {
    return measuresTime;
  }

  /** A guard that is not asked with the others; null when no rule names one. */
  Guard beside(GuardKind kind) {
    return beside == null ? null : beside[kind.ordinal()];
  }

  /** Whether such a guard is only to count what it would do. */
  boolean dryRun(GuardKind kind) {
    return dryRunBeside != null && dryRunBeside[kind.ordinal()];
  }

  /** What says how much the call matters; null when no rule does. */
  public CriticalityGuard criticality() {
    return (CriticalityGuard) beside(GuardKind.CRITICALITY);
  }

  /** Whether what it says is to stay within this process. */
  public boolean criticalityInDryRun() {
    return dryRun(GuardKind.CRITICALITY);
  }

  /** Whether what it says may be the reason of a refusal. */
  public boolean bindsByLevel() {
    return bindsByLevel;
  }

  private static Admission acquire(
      GuardChain chain, GuardedCall call, long nowNanos, boolean binding) {
    return chain == null ? Permit.NONE : chain.acquire(call, nowNanos, binding);
  }

  /**
   * How a call ended, by the rule of the circuit breaker or by default.
   *
   * @param status the HTTP status; 0 when there is none
   * @param error what the call threw; null when it returned
   */
  public Outcome outcome(int status, Throwable error) {
    return failures.outcome(kind, status, error);
  }

  /**
   * Likewise, and where a guard wants to know it, apart when the peer shows that it has too much to
   * do: by what the permit is to be ended.
   *
   * @param late whether the call's deadline has passed
   */
  public Outcome ending(int status, Throwable error, boolean late) {
    Outcome outcome = outcome(status, error);
    return adaptive ? Overload.refine(outcome, kind, status, error, late) : outcome;
  }

  /** Says whether and when a call is made again; null: never. In dry-run it is there, too. */
  public Retry retry() {
    return retry;
  }

  /** Whether retries are only to be counted. */
  public boolean onlyCountsRetries() {
    return dryRun(GuardKind.RETRY);
  }

  /** Gives answers in the place of refusals; null: refusals stand. */
  public Fallback fallback() {
    return fallback;
  }

  /** Says how messages are buffered before their producer; null: not at all, as in dry-run. */
  public Buffer buffer() {
    return buffer;
  }

  /** Makes calls slow or fail on purpose; null: none. */
  public Fault fault() {
    return fault;
  }

  /** Whether it does: in dry-run it is only counted. */
  public boolean injects() {
    return fault != null && !dryRun(GuardKind.FAULT);
  }

  /** The longest a connection may take to be made; 0: leave it to the client. */
  public long connectNanos() {
    return timeouts.connectNanos();
  }

  /** The longest an HTTP call may take; 0: leave it to the client. */
  public long requestNanos() {
    return timeouts.requestNanos();
  }

  /** The longest an SQL statement may take; 0: leave it to the driver. */
  public long queryNanos() {
    return timeouts.queryNanos();
  }

  /** The longest a pool may let a caller wait for a connection; 0: leave it to the pool. */
  public long poolNanos() {
    return timeouts.poolNanos();
  }

  /** The rule that sets the time limits; null when none does. */
  public String timeoutRule() {
    return timeoutCount == null ? null : timeoutCount.rule();
  }

  /**
   * The refusal of a statement that writes, inside a transaction that has not written yet, so that
   * no half of it is left behind: to be asked before {@link #observe}, and counted if it refuses.
   *
   * @return null when it may run, and in dry-run
   */
  public Refusal refuseWrite(GuardedCall call, long nowNanos) {
    return readOnly == null ? null : readOnly.refuse(call, nowNanos);
  }

  /**
   * The deadline of a request that these guards are about to be asked about.
   *
   * @param known the one it has already; null when it has none
   * @param startNanos when it arrived
   * @return the shorter of that and what the rule and the caller say; null when nobody says any
   */
  public Deadline deadline(GuardedCall call, Deadline known, long startNanos) {
    return deadline == null ? known : deadline.deadline(call, known, startNanos);
  }

  /**
   * Counts a call that its time limit has ended.
   *
   * @param nanos how long it took
   * @param thrown what it failed with
   * @return the name of the rule that set the limit; null: no limit has ended it
   */
  public String cutOff(long nanos, Throwable thrown) {
    return timeoutCount != null && timeoutCount.cutOff(nanos, thrown) ? timeoutCount.rule() : null;
  }

  /** True when no guard is to be asked; there may be time limits all the same. */
  public boolean admitsAll() {
    return all == null;
  }

  /** Gathers what one call's rules asked for. */
  static final class Builder {
    private final CallKind kind;
    private final List<Guard> guards = new ArrayList<>();
    private final List<Boolean> dryRun = new ArrayList<>();
    private Timeouts timeouts = Timeouts.NONE;
    private DeadlineGuard deadline;
    private ReadOnly readOnly;
    private TimeoutCount timeoutCount;
    private Failures failures = Failures.DEFAULT;
    private Guards owner;
    private boolean bindsByLevel;
    private Guard[] beside;
    private boolean[] dryRunBeside;

    Builder(CallKind kind) {
      this.kind = kind;
    }

    Builder owner(Guards owner) {
      this.owner = owner;
      return this;
    }

    Builder timeouts(Timeouts enforced) {
      this.timeouts = enforced;
      return this;
    }

    Builder timeoutCount(TimeoutCount count) {
      this.timeoutCount = count;
      return this;
    }

    Builder failures(Failures failures) {
      this.failures = failures;
      return this;
    }

    /** In the order of {@link GuardKind}. */
    Builder guard(Guard guard, boolean inDryRun) {
      if (guard.kind().role() == GuardKind.Role.BESIDE) {
        if (beside == null) {
          beside = new Guard[GuardKind.values().length];
          dryRunBeside = new boolean[beside.length];
        }
        beside[guard.kind().ordinal()] = guard;
        dryRunBeside[guard.kind().ordinal()] = inDryRun;
        return this;
      }
      if (guard instanceof DeadlineGuard) {
        deadline = (DeadlineGuard) guard;
      } else if (guard instanceof ReadOnly) {
        readOnly = (ReadOnly) guard;
      }
      bindsByLevel |= !inDryRun && guard.kind().asksForLevel();
      guards.add(guard);
      dryRun.add(inDryRun);
      return this;
    }

    private boolean has(GuardKind wanted) {
      for (Guard guard : guards) {
        if (guard.kind() == wanted) {
          return true;
        }
      }
      return false;
    }

    GuardSet build() {
      return new GuardSet(this);
    }

    private GuardChain chain(boolean once, boolean attempt) {
      List<Guard> members = new ArrayList<>();
      List<Boolean> dry = new ArrayList<>();
      for (int i = 0; i < guards.size(); i++) {
        boolean each = guards.get(i).kind().role() == GuardKind.Role.EACH_ATTEMPT;
        if (each ? attempt : once) {
          members.add(guards.get(i));
          dry.add(dryRun.get(i));
        }
      }
      if (members.isEmpty()) {
        return null;
      }
      Guard[] array = members.toArray(new Guard[0]);
      boolean[] flags = new boolean[array.length];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = dry.get(i);
      }
      return new GuardChain(array, flags, owner.decisionsOf(array), owner.log());
    }
  }
}
