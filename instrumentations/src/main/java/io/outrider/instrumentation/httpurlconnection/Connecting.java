// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.httpurlconnection;

import java.net.HttpURLConnection;

/** Reads a connection that is opened: whatever comes of that, there is no answer yet. */
class Connecting extends Reading {
  @Override
  public Object response(HttpURLConnection request, Object returned, Throwable thrown) {
    return null;
  }
}
