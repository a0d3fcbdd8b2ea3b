// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import io.outrider.smoke.driver.Order;
import javax.servlet.http.HttpServletRequest;

/** Reads the query without touching the body, as getParameter would. */
final class Query {
  private Query() {}

  /** Null when absent. */
  static String value(HttpServletRequest request, String name) {
    String query = request.getQueryString();
    return query == null ? null : Order.parse(query).get(name);
  }
}
