// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Answers the engine's questions about a place that hands out connections. */
public interface DbConnectAdapter {
  /**
   * Where a connection from here would go. Null when that cannot be told without opening one.
   *
   * @param a0 the URL, where the woven method has one
   */
  DbEndpoint endpoint(Object self, Object a0);

  /**
   * Limits how long callers may wait here for a connection, unless the application's own limit is
   * shorter. Called before each request for one, and to be cheap when nothing has changed.
   *
   * @param nanos 0: as long as the application has set
   */
  void limitWait(Object self, long nanos);

  /**
   * Who is to be told how long callers wait here. Asked before each request for a connection.
   *
   * @return null for nobody
   */
  default PoolTimes times(Object self) {
    return null;
  }

  /** Whether this is how a caller learns that it has waited in vain. */
  default boolean timedOut(Throwable thrown) {
    return false;
  }

  /** Tells the adapter of a connection that was opened. */
  void opened(Object self, Object a0, Object connection);
}
