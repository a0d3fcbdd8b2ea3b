// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * Says which HTTP calls to a peer are made again, when, and how often.
 *
 * <p>An attempt is repeated only if all of this is so: it failed in a way the rule names; the
 * method may be made twice, or nothing of the request can have been sent; attempts are left; the
 * pause ends before the deadline; and the budget still holds a retry.
 *
 * <p>The pause before attempt {@code n + 1} is drawn between 0 and {@code min(backoff-max, backoff
 * * 2^(n-1))} (full jitter: callers that failed together do not come back together). What {@code
 * Retry-After} says comes on top; if that is longer than {@code backoff-max} the call is not
 * repeated.
 */
public final class Retry extends Guard {
  /** The call is not to be repeated. */
  public static final long NEVER = -1;

  /** A class of Java 11 that is known here by name alone. */
  private static final String CONNECT_TIMEOUT = "java.net.http.HttpConnectTimeoutException";

  private static final String TIMEOUT = "java.net.http.HttpTimeoutException";

  private final RetrySettings settings;
  private final RetryBudget budget;
  private final Decisions decisions;
  private final LongUnaryOperator random;

  Retry(GuardPlace place, RetrySettings settings) {
    this(place, settings, new Random(), System.nanoTime());
  }

  /**
   * @param random a number from 0 to below its argument
   */
  Retry(GuardPlace place, RetrySettings settings, LongUnaryOperator random, long nowNanos) {
    super(GuardKind.RETRY, place.rule());
    this.settings = settings;
    this.random = random;
    budget = new RetryBudget(settings.budget, settings.budgetFloor, nowNanos);
    decisions = place.guards().lateDecisionsOf(this);
  }

  public String ruleName() {
    return rule();
  }

  /** How often a call is made at most, the first time included. */
  public int maxAttempts() {
    return settings.maxAttempts;
  }

  /** A call is made for the first time: the budget grows by its part of a retry. */
  public void called(long nowNanos) {
    budget.called(nowNanos);
  }

  /** Whether calls by this method may be made twice whatever has become of the first. */
  public boolean repeats(String method) {
    for (String one : settings.methods) {
      if (one.equals(method)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an answer with this status is worth another attempt. */
  public boolean wants(int status) {
    return settings.onStatus.contains(status);
  }

  /** Whether such a failure is worth another attempt. */
  public boolean wants(Throwable thrown) {
    return isConnectFailure(thrown) && settings.onConnectFailure
        || isTimeout(thrown) && settings.onTimeout;
  }

  /** Whether no connection was there to send anything by, as far as the exception tells. */
  public static boolean isConnectFailure(Throwable thrown) {
    return thrown instanceof ConnectException
        || thrown instanceof UnknownHostException
        || thrown instanceof NoRouteToHostException
        || isA(thrown, CONNECT_TIMEOUT);
  }

  private static boolean isTimeout(Throwable thrown) {
    return thrown instanceof SocketTimeoutException || isA(thrown, TIMEOUT);
  }

  private static boolean isA(Throwable thrown, String name) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Nanoseconds from now until the next attempt; {@link #NEVER}.
   *
   * @param attempt the one that has failed; the first is 1
   * @param retryAfter the header of that name; null when there is none
   * @param remainingNanos what is left of the deadline; {@link Timeouts#NO_DEADLINE}
   */
  public long pauseNanos(int attempt, String retryAfter, long remainingNanos) {
    if (attempt >= settings.maxAttempts) {
      return NEVER;
    }
    long asked = RetryAfter.nanos(retryAfter, System.currentTimeMillis());
    if (asked > settings.backoffMaxNanos) {
      return NEVER;
    }
    long most = settings.backoffNanos;
    for (int i = 1; i < attempt && most < settings.backoffMaxNanos; i++) {
      most *= 2;
    }
    most = Math.min(most, settings.backoffMaxNanos);
    long pause = Math.max(0, asked) + random.applyAsLong(most + 1);
    return pause < remainingNanos ? pause : NEVER;
  }

  /** Takes a retry from the budget. When it holds none the call has failed for good. */
  public boolean take(long nowNanos) {
    boolean granted = budget.tryRetry(nowNanos);
    if (granted) {
      decisions.passed();
    } else {
      decisions.refused(0);
    }
    return granted;
  }

  /** In dry-run: here a retry would have been made, had the budget held one. */
  public void wouldTake(long nowNanos) {
    decisions.passed();
    if (budget.tryRetry(nowNanos)) {
      decisions.wouldRefuse(0);
    }
  }

  @Override
  void read(Gauges gauges) {
    gauges.add(Gauge.RETRY_BUDGET, budget.left(System.nanoTime()));
  }

  private static final class Random implements LongUnaryOperator {
    @Override
    public long applyAsLong(long bound) {
      return ThreadLocalRandom.current().nextLong(bound);
    }
  }
}
