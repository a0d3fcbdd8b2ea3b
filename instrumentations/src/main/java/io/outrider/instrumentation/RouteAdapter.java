// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Reads the route a framework has matched. Stateless. */
public interface RouteAdapter {
  /**
   * The route as written in the application, such as {@code /orders/{id}}; null when there is none.
   */
  String route(Object self, Object a0, Object a1, Object a2);
}
