// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

/** What a request calls its server, taken apart. */
final class ServerName {
  private static final Long HTTP = 80L;
  private static final Long HTTPS = 443L;

  final String text;
  final String host;

  /** Null when it is not said. */
  private final Long port;

  /**
   * @param text host, and perhaps a port after a colon
   */
  ServerName(String text) {
    this.text = text;
    this.host = Forwarded.host(text);
    int number = Forwarded.port(text);
    this.port = number < 0 ? null : Long.valueOf(number);
  }

  /** The scheme's own port when none is said. */
  Long port(String scheme) {
    return port != null ? port : "https".equals(scheme) ? HTTPS : HTTP;
  }
}
