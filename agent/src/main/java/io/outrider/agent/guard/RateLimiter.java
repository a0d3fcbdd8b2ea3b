// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Refuses calls beyond a rate, and says exactly when the next one may come; or holds them up until
 * it is their turn, if that is near enough.
 *
 * <p>A call that waits has its token already, for a moment that nobody else gets. It waits on its
 * own thread, holding no lock, no longer than the rule allows and its deadline leaves. An interrupt
 * ends the wait and the call: whoever interrupts wants an end, and to go on at once would break the
 * rate. It is refused, the thread stays interrupted, and the token goes back only if nobody waits
 * behind it.
 *
 * <p>Calls that must not be held up, as those whose answer is a future, are refused when there is
 * no token right now. To start them later instead, the engine would have to ask for the turn and
 * come back in time: {@link Tokens#reserve} tells, and is all that it takes.
 */
final class RateLimiter extends Guard {
  /** However much has come at once: after that all is forgiven. */
  private static final long MOST_OWED_NANOS = 60_000_000_000L;

  private final String peer;
  private final GuardTelemetry telemetry;
  private final Guards clock;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile State state;

  RateLimiter(String rule, String peer, RateLimitSettings settings, Guards guards) {
    super(GuardKind.RATE_LIMIT, rule);
    this.peer = peer;
    this.telemetry = guards.telemetry();
    this.clock = guards;
    this.state = new State(settings, settings.newTokens(guards.nowNanos(), null), null);
  }

  /** Without keys, and without waits. */
  RateLimiter(String rule, String peer, Tokens tokens) {
    super(GuardKind.RATE_LIMIT, rule);
    this.peer = peer;
    this.telemetry = GuardTelemetry.NONE;
    this.clock = null;
    this.state = new State(null, tokens, null);
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    State now = state;
    long maxWait = now.maxWaitNanos;
    if (maxWait > 0) {
      maxWait = call.mayWait() ? Math.min(maxWait, Math.max(0, call.remainingNanos(nowNanos))) : 0;
    }
    return admit(now, call, nowNanos, maxWait);
  }

  @Override
  Admission tryAcquire(GuardedCall call, long nowNanos) {
    State now = state;
    int owed = call.owes();
    if (owed == 0) {
      return admit(now, call, nowNanos, 0);
    }
    // From the future: whoever comes next waits until that is paid.
    for (int i = 0;
        i < owed && now.tokens.reserve(Tokens.NO_KEY, nowNanos, MOST_OWED_NANOS) >= 0;
        i++) {
      continue;
    }
    return Permit.NONE;
  }

  private Admission admit(State now, GuardedCall call, long nowNanos, long maxWait) {
    long key = now.key == null ? Tokens.NO_KEY : now.key(call);
    long wait = now.tokens.reserve(key, nowNanos, maxWait);
    if (wait < 0) {
      return refusal("the rate limit is reached", nowNanos - wait);
    }
    return wait == 0 ? now.permit(key) : await(now, call, key, nowNanos + wait);
  }

  private Admission await(State now, GuardedCall call, long key, long turnNanos) {
    waiting.incrementAndGet();
    long begun = clock.nowNanos();
    long at = begun;
    try {
      while (turnNanos - at > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(this, turnNanos - at);
        at = clock.nowNanos();
      }
    } finally {
      waiting.decrementAndGet();
    }
    call.waited(at - begun);
    telemetry.onQueued(rule(), kind(), at - begun);
    if (turnNanos - at > 0) {
      now.tokens.release(key, turnNanos);
      return refusal("the wait for its turn was interrupted", turnNanos);
    }
    return now.permit(key);
  }

  private Refusal refusal(String reason, long retryAtNanos) {
    return new Refusal(kind(), rule(), peer, reason, retryAtNanos);
  }

  /** Another rate, burst or key begins with full buckets; a change of the wait alone does not. */
  @Override
  boolean adopt(GuardSettings next) {
    RateLimitSettings wanted = (RateLimitSettings) next;
    State now = state;
    if (now.settings == null) {
      return false;
    }
    boolean same = now.settings.sameTokens(wanted);
    Tokens tokens = same ? now.tokens : wanted.newTokens(clock.nowNanos(), now.tokens);
    state = new State(wanted, tokens, same ? now.hash : null);
    return true;
  }

  @Override
  void read(Gauges gauges) {
    State now = state;
    if (now.key != null) {
      gauges.add(Gauge.KEYS, now.tokens.keys());
    }
    if (now.maxWaitNanos > 0) {
      gauges.add(Gauge.QUEUE, waiting.get());
    }
  }

  /** What a change of rules changes. */
  private static final class State {
    final RateLimitSettings settings;
    final CallKey key;
    final long maxWaitNanos;
    final Tokens tokens;
    final KeyHash hash;
    private final Permit keyless;

    /**
     * @param settings null: no keys, and no waits
     * @param hash by which the tokens know their keys; null makes a new one
     */
    State(RateLimitSettings settings, Tokens tokens, KeyHash hash) {
      this.settings = settings;
      this.key = settings == null ? null : settings.key;
      this.maxWaitNanos = settings == null ? 0 : settings.maxWaitNanos;
      this.tokens = tokens;
      this.hash = hash != null || key == null ? hash : new KeyHash();
      this.keyless = new Taken(tokens, Tokens.NO_KEY);
    }

    /** All calls without a key are one. */
    long key(GuardedCall call) {
      String text = key.of(call);
      return text == null || text.isEmpty() ? Tokens.NO_KEY : hash.of(text);
    }

    Permit permit(long key) {
      return key == Tokens.NO_KEY ? keyless : new Taken(tokens, key);
    }
  }

  private static final class Taken extends Permit {
    private final Tokens tokens;
    private final long key;

    Taken(Tokens tokens, long key) {
      this.tokens = tokens;
      this.key = key;
    }

    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      if (outcome == Outcome.UNUSED) {
        tokens.release(key, endNanos);
      }
    }

    @Override
    boolean reusable() {
      return key == Tokens.NO_KEY;
    }
  }
}
