// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.httpurlconnection;

import java.net.HttpURLConnection;

/** Reads a connection whose body is about to be written. */
final class Writing extends Connecting {
  /** To ask for the output stream turns a GET into a POST. */
  @Override
  public String method(HttpURLConnection request) {
    String method = super.method(request);
    return "GET".equals(method) ? "POST" : method;
  }
}
