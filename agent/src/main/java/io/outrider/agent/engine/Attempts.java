// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.Admission;
import io.outrider.agent.guard.GuardSet;
import io.outrider.agent.guard.Outcome;
import io.outrider.agent.guard.Permit;
import io.outrider.agent.guard.Retry;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An HTTP client call that the engine makes in the place of the woven method, because it may take
 * several attempts or a fault may be injected. Each attempt is an {@link Operation}, with a span, a
 * record in the metrics and a permit of its own; inside it, the library's method is part of that
 * operation and passes through.
 *
 * <p>What all attempts have in common is here. There is one at a time.
 */
final class Attempts {
  /** On repeated attempts, with how many were made before: whoever receives it does not retry. */
  static final String HEADER = "x-retry-attempt";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  final GuardSet guards;
  final HttpClientAdapter<Object, Object> adapter;
  final Object request;

  /** Null: there is one attempt. */
  private final Retry retry;

  /** Of the guards that stand before all attempts; null once it was ended. */
  private final AtomicReference<Permit> once = new AtomicReference<Permit>();

  ClientCall site;
  Operation operation;
  Object self;
  Object a1;
  Object a2;
  private Object a0;
  private int argument;

  /** Of the attempt that is under way; the first is 1. */
  private int number = 1;

  private long startNanos;
  private volatile Outcome outcome = Outcome.IGNORED;

  private Attempts(Operation first, GuardSet guards, Retry retry) {
    this.operation = first;
    this.guards = guards;
    this.retry = retry;
    this.request = first.request;
    @SuppressWarnings("unchecked") // Of its responses it is given back its own.
    HttpClientAdapter<Object, Object> own = (HttpClientAdapter<Object, Object>) first.client;
    this.adapter = own;
  }

  /** Null when the woven method is to make the call itself, as it nearly always is. */
  static Attempts of(Operation first, GuardSet guards) {
    if (guards.retry() == null && !guards.injects() || !first.client.callable()) {
      return null;
    }
    boolean repeat =
        guards.retry() != null
            && !guards.onlyCountsRetries()
            && first.client.repeatable(first.request)
            && isFirstLayer(first);
    return repeat || guards.injects()
        ? new Attempts(first, guards, repeat ? guards.retry() : null)
        : null;
  }

  /** Neither the application nor its caller is at its second attempt already. */
  private static boolean isFirstLayer(Operation first) {
    Operation inbound = Operation.requestOf(first.parent);
    return (inbound == null || !inbound.isRetry) && first.header(HEADER) == null;
  }

  /** In dry-run: counts a call that would have been repeated. */
  static <Q> void count(
      HttpClientAdapter<Q, ?> adapter,
      Operation operation,
      Q request,
      int status,
      Throwable thrown) {
    GuardSet guards = operation.guards;
    if (guards == null
        || guards.retry() == null
        || !guards.onlyCountsRetries()
        || operation.refusal != null
        || !adapter.callable()) {
      return;
    }
    Retry retry = guards.retry();
    boolean wanted = status > 0 ? retry.wants(status) : thrown != null && retry.wants(thrown);
    if (wanted
        && (retry.repeats(operation.method) || thrown != null && Retry.isConnectFailure(thrown))
        && adapter.repeatable(request)) {
      retry.wouldTake(System.nanoTime());
    }
  }

  /** Asks the guards before all attempts and those before the first. */
  Admission acquire(Operation first, long nowNanos) {
    startNanos = nowNanos;
    Admission before = guards.acquireOnce(first, nowNanos);
    if (before.refusal() != null) {
      return before;
    }
    Admission attempt = guards.acquireAttempt(first, nowNanos + first.waitedNanos);
    if (attempt.refusal() != null) {
      long now = nowNanos + first.waitedNanos;
      before.permit().end(Outcome.UNUSED, now, now);
    } else {
      startNanos += first.waitedNanos;
      once.set(before.permit());
    }
    return attempt;
  }

  /** The call that the woven method was asked for. */
  void of(ClientCall site, int argument, Object self, Object a0, Object a1, Object a2) {
    this.site = site;
    this.argument = argument;
    this.self = self;
    this.a0 = a0;
    this.a1 = a1;
    this.a2 = a2;
  }

  /** Whether the application may be given an answer that was held back, in case of a retry. */
  boolean repeats() {
    return retry != null && number < retry.maxAttempts();
  }

  /**
   * The arguments of the library's method for the attempt under way.
   *
   * @param heldNanos how long it was held up by a fault: time the peer would have taken
   */
  Object[] arguments(long heldNanos) throws Exception {
    Headers headers = site.calls.headers(adapter, request, operation);
    if (number > 1) {
      site.engine.propagation.mark(operation.host, headers, HEADER, Integer.toString(number - 1));
    }
    long limit = site.engine.guards.requestNanos(operation);
    Object outgoing =
        adapter.outgoing(
            request,
            headers,
            site.engine.guards.connectNanos(operation),
            limit == 0 ? 0 : Math.max(1, limit - heldNanos));
    return new Object[] {
      argument == 0 ? outgoing : a0, argument == 1 ? outgoing : a1, argument == 2 ? outgoing : a2
    };
  }

  /** Whether a failed attempt is to be repeated; then the retry is taken from the budget. */
  boolean again(Attempt attempt, Throwable thrown) {
    try {
      return retry != null
          && retry.wants(thrown)
          && !adapter.givenUp(request, thrown, System.nanoTime() - operation.startNanos)
          && (isIdempotent()
              || Retry.isConnectFailure(thrown)
                  && (attempt.injected() || adapter.unsent(self, request, thrown)))
          && plan(attempt, null);
    } catch (Throwable e) {
      Errors.observing("a call that has failed", e);
      return false;
    }
  }

  /** Likewise one that was answered with this status. */
  boolean again(Attempt attempt, int status, String retryAfter) {
    return retry != null && retry.wants(status) && isIdempotent() && plan(attempt, retryAfter);
  }

  private boolean isIdempotent() {
    if (retry.repeats(adapter.method(request))) {
      return true;
    }
    List<String> keys = adapter.requestHeaders(request, IDEMPOTENCY_KEY);
    return keys != null && !keys.isEmpty();
  }

  private boolean plan(Attempt attempt, String retryAfter) {
    long now = System.nanoTime();
    long pause = retry.pauseNanos(number, retryAfter, operation.remainingNanos(now));
    if (pause == Retry.NEVER) {
      return false;
    }
    if (!retry.take(now)) {
      operation.span.addEvent(
          "outrider.retry.denied", Attributes.of(Semantics.GUARD_RULE, retry.ruleName()));
      return false;
    }
    attempt.pauseNanos = pause;
    return true;
  }

  /**
   * Begins the next attempt.
   *
   * @return false when a guard refuses it, or it cannot be begun: what the one before has given
   *     stands
   */
  boolean next() {
    try {
      Operation next = site.calls.again(adapter, request, operation, number);
      if (next == null) {
        return false;
      }
      operation = next;
      number++;
      return true;
    } catch (Throwable e) {
      Errors.observing("another attempt of an HTTP client call", e);
      return false;
    }
  }

  /** How the attempt under way has ended. */
  void attempted(int status, Throwable thrown) {
    try {
      outcome = guards.outcome(status, thrown);
    } catch (Throwable e) {
      Errors.observing("the outcome of a guarded call", e);
    }
  }

  /** The call was refused after all guards had admitted it. Never throws. */
  void unused() {
    outcome = Outcome.UNUSED;
    end();
  }

  /** The call is over. May be called more than once; never throws. */
  void end() {
    Permit permit = once.getAndSet(null);
    if (permit != null) {
      try {
        permit.end(outcome, startNanos, System.nanoTime());
      } catch (Throwable e) {
        Errors.observing("the end of a guarded call", e);
      }
    }
  }

  /** The context in which the application made the call. */
  Context caller() {
    return operation.parent == Context.root() ? null : operation.parent;
  }
}
