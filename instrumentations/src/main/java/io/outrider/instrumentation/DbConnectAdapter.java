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

  /** Tells the adapter of a connection that was opened. */
  void opened(Object self, Object a0, Object connection);
}
