// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.net.ConnectException;

/**
 * An HTTP client call that was refused before a byte was sent. To the application it is a
 * connection that could not be made; HTTP clients do not retry those by themselves.
 */
public final class HttpCallRefusal extends ConnectException implements GuardRejection {
  private final transient Refusal refusal;
  private final transient long retryAfterNanos;

  public HttpCallRefusal(Refusal refusal, long nowNanos) {
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
    return refusal.message(retryAfterNanos);
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
    return Plain.copy(this, new ConnectException(getMessage()));
  }
}
