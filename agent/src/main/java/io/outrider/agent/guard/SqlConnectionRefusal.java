// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.sql.SQLTransientConnectionException;

/**
 * A {@code getConnection} that was refused. Pools throw the same type when they have none left.
 *
 * <p>The SQL state is 53300, "too many connections": HikariCP throws a healthy connection away on
 * states 08xxx and on SQLTimeoutException, which would start a storm of reconnects at the worst
 * time.
 */
public final class SqlConnectionRefusal extends SQLTransientConnectionException
    implements GuardRejection {
  static final String SQL_STATE = "53300";

  private final transient Refusal refusal;
  private final transient long retryAfterNanos;

  public SqlConnectionRefusal(Refusal refusal, long nowNanos) {
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
    SQLTransientConnectionException plain =
        new SQLTransientConnectionException(getMessage(), SQL_STATE, getErrorCode());
    plain.setNextException(getNextException());
    return Plain.copy(this, plain);
  }
}
