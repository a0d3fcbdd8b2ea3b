// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

/**
 * What the shop is asked for under load.
 *
 * @param request method, path and, if there is one, body
 * @param spans how many each request makes
 * @param shipping whether the shipping service is part of what is measured
 */
record Scenario(String name, String request, int spans, boolean shipping) {
  /** The request, one HTTP call, three queries. */
  static final Scenario SALES = new Scenario("steady", "GET /goods/tea/sales", 5, false);

  /** The request, two HTTP calls, an insert, a message; its processing, another insert. */
  static final Scenario ORDERS =
      new Scenario("messages", "POST /orders {\"sku\":\"tea\",\"quantity\":1}", 7, true);
}
