// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Answers the engine's questions about one database library. Stateless but for weak stores. */
public interface DbAdapter {
  /** Where the call goes; the same object for the same place. Null: leave this call alone. */
  DbEndpoint endpoint(Object self);

  /** The statement's text as the application gave it; null when not known. */
  String query(Object self, Object a0);

  /** How many statements are sent together; 1 when it is no batch. */
  int batchSize(Object self);

  /**
   * True when the text was given with placeholders, so that it holds no literals but the
   * application's own.
   */
  boolean parameterised(Object self);

  /** The database's own code for an error (SQLState or vendor code); null when it has none. */
  String errorCode(Throwable error);

  /** True inside a transaction that has begun: nothing may be refused there. */
  boolean inTransaction(Object self);

  /**
   * Limits the execution, unless the application has set a shorter limit.
   *
   * @return what {@link #restoreTimeout} needs to undo it, or -1 when nothing was changed
   */
  int limit(Object self, long nanos) throws Exception;

  void restoreTimeout(Object self, int previous) throws Exception;
}
