// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.concurrent.RejectedExecutionException;

/**
 * A call of a method of the application's own that was refused before the method ran. To the
 * application it is what an executor throws that takes no more tasks: unchecked, so that every
 * method may throw it.
 */
public final class MethodRefusal extends RejectedExecutionException implements GuardRejection {
  private final transient Refusal refusal;
  private final transient long retryAfterNanos;

  public MethodRefusal(Refusal refusal, long nowNanos) {
    this.refusal = refusal;
    this.retryAfterNanos = refusal.retryAfterNanos(nowNanos);
  }

  @Override
  public String rule() {
    return refusal.rule();
  }

  @Override
  public String guard() {
    return refusal.guard().text();
  }

  @Override
  public long retryAfterNanos() {
    return retryAfterNanos;
  }

  @Override
  public String getMessage() {
    return refusal.message(refusal.peer() + " has not run", retryAfterNanos);
  }

  /**
   * Refusing is what a service under overload does most: a stack trace costs more than the rest.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** Whoever reads it back may not have the agent. */
  private Object writeReplace() {
    return Plain.copy(this, new RejectedExecutionException(getMessage()));
  }
}
