// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.sql.SQLNonTransientException;

/**
 * The execution of a statement that writes, while the database is switched to read only. The SQL
 * state is 25006, "read only SQL transaction", which is what databases themselves answer then; no
 * pool discards the connection for it.
 */
public final class SqlReadOnlyRefusal extends SQLNonTransientException implements GuardRejection {
  static final String SQL_STATE = "25006";

  private final transient Refusal refusal;
  private final transient long retryAfterNanos;

  public SqlReadOnlyRefusal(Refusal refusal, long nowNanos) {
    super(null, SQL_STATE, 0);
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
    // The JDK's constructor may ask before ours has run, when DriverManager has a log writer.
    return refusal == null ? null : refusal.message(retryAfterNanos);
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
    SQLNonTransientException plain =
        new SQLNonTransientException(getMessage(), SQL_STATE, getErrorCode());
    plain.setNextException(getNextException());
    return Plain.copy(this, plain);
  }
}
