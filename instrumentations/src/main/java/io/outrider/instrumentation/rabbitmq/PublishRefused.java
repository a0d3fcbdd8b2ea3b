// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.rabbitmq;

import io.outrider.instrumentation.Rejection;
import io.outrider.instrumentation.SendRefusal;
import java.io.IOException;

/** A guard does not let a message go: like a connection that is lost before anything is written. */
final class PublishRefused extends IOException implements Rejection {
  private static final long serialVersionUID = 1L;

  private final transient SendRefusal refusal;

  PublishRefused(SendRefusal refusal) {
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
    IOException plain = new IOException(getMessage(), getCause());
    plain.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      plain.addSuppressed(suppressed);
    }
    return plain;
  }
}
