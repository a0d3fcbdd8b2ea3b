// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Reads the route a framework has matched. Stateless. */
public interface RouteAdapter {
  /**
   * The route as written in the application, such as {@code /orders/{id}}; null when there is none.
   */
  String route(Object self, Object a0, Object a1, Object a2);

  /**
   * The context the request is served in, where the framework knows it: its handlers may run on
   * another thread. Null: the current one.
   */
  default Object context(Object self, Object a0, Object a1, Object a2) {
    return null;
  }

  /**
   * Answers a refused request in the handler's place where that is not for the server's adapter to
   * do.
   *
   * @return what the woven method returns; null: the server's adapter is to answer, and the method
   *     returns nothing
   */
  default Object answer(
      Object self, Object a0, Object a1, Object a2, int status, Headers headers, byte[] body)
      throws Exception {
    return null;
  }
}
