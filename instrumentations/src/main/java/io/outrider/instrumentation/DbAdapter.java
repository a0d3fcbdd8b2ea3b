// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Answers the engine's questions about one database library. Stateless but for weak stores.
 *
 * <p>A call begins with {@link #statement}, which does the looking-up; all other questions are
 * answered from what it returned, so that a call costs one look-up however much is asked.
 *
 * @param <S> what is known of a statement; lives as long as the statement, not allocated per call
 */
public interface DbAdapter<S> {
  /** What is known of the statement that a woven method runs. Null: leave this call alone. */
  S statement(Object self);

  /** Where the call goes; the same object for the same place; never null. */
  DbEndpoint endpoint(S statement);

  /**
   * The statement's text as the application gave it; null when not known. The different texts of
   * one batch are joined by {@code "; "}.
   *
   * @param a0 the woven method's first argument
   */
  String query(S statement, Object a0);

  /**
   * True when the text was given to be prepared, so that it holds no literals but the application's
   * own.
   */
  boolean parameterised(S statement, Object a0);

  /**
   * How many statements are sent together; 1 when it is no batch, or a batch of one. 0 is an empty
   * batch.
   */
  int batchSize(S statement);

  /** The database's own code for an error, as its conventions want it; null when it has none. */
  String errorCode(S statement, Throwable error);

  /** True inside a transaction that has begun: nothing may be refused there. */
  boolean inTransaction(S statement, Object self);

  /**
   * True when the transaction that has begun may have changed something: a statement ran in it of
   * which {@link #writes} was told.
   */
  boolean hasWritten(S statement);

  /** A statement is about to run that may change something. */
  void writes(S statement);

  /**
   * Told at the end of every call of which {@link #statement} was asked and that was not refused,
   * whether it succeeded or not.
   *
   * @param returned null when the method threw
   */
  void ran(S statement, Object self, Object returned);

  /**
   * Limits the execution, unless the application has set a shorter limit.
   *
   * @return what {@link #restoreTimeout} needs to undo it, or -1 when nothing was changed
   */
  int limit(Object self, long nanos) throws Exception;

  void restoreTimeout(Object self, int previous) throws Exception;

  /**
   * Asks the driver to give up what the statement is running. Called on a thread of the agent's
   * own, and only while the woven method runs; may take as long as the driver needs.
   */
  void cancel(Object self) throws Exception;
}
