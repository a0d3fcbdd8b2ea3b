// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Rejection;
import io.outrider.instrumentation.SendRefusal;
import org.apache.kafka.common.errors.TimeoutException;

/** A guard does not let a record go: like a broker that did not answer in time, to be retried. */
final class SendRefused extends TimeoutException implements Rejection {
  private static final long serialVersionUID = 1L;

  private final transient SendRefusal refusal;

  SendRefused(SendRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  @Override
  public String rule() {
    return refusal.rule();
  }

  @Override
  public String guard() {
    return refusal.guard();
  }

  @Override
  public long retryAfterNanos() {
    return refusal.retryAfterNanos();
  }

  /** Refusing is what a service under overload does most. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** Whoever reads it back may not have the agent. */
  private Object writeReplace() {
    TimeoutException plain = new TimeoutException(getMessage(), getCause());
    plain.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      plain.addSuppressed(suppressed);
    }
    return plain;
  }
}
