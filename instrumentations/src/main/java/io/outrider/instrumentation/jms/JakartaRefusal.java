// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jms;

import io.outrider.instrumentation.Rejection;
import io.outrider.instrumentation.SendRefusal;
import jakarta.jms.ResourceAllocationException;

/**
 * A message that guards refuse to send. Providers throw the same type when they have no room, and
 * make a ResourceAllocationRuntimeException of it for the simplified API.
 */
final class JakartaRefusal extends ResourceAllocationException implements Rejection {
  private static final long serialVersionUID = 1;

  private final transient SendRefusal refusal;

  JakartaRefusal(SendRefusal refusal) {
    super(refusal.message(), refusal.guard());
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

  /** Refusing is what happens most under overload: a stack trace costs more than the rest. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** Whoever reads it back may not have the agent. */
  private Object writeReplace() {
    ResourceAllocationException plain =
        new ResourceAllocationException(getMessage(), getErrorCode());
    plain.setStackTrace(getStackTrace());
    plain.setLinkedException(getLinkedException());
    return plain;
  }
}
