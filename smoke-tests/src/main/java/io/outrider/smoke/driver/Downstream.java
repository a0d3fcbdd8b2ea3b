// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** A call to the next service, which shows the test in whose context it was made. */
public final class Downstream {
  private Downstream() {}

  /**
   * @param url null: no call
   */
  public static void call(String url) throws IOException {
    if (url != null) {
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      if (connection.getResponseCode() >= 400) {
        throw new IOException("downstream: " + connection.getResponseCode());
      }
      connection.getInputStream().close();
    }
  }
}
