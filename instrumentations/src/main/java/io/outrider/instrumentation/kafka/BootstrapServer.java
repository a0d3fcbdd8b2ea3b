// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import java.util.List;

/** The one broker a client was told of. */
final class BootstrapServer {
  static final BootstrapServer NONE = new BootstrapServer(null, 0);

  final String host;
  final int port;

  private BootstrapServer(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** None where there are several: it is not known which one a message goes to. */
  static BootstrapServer of(List<String> servers) {
    return servers == null || servers.size() != 1 ? NONE : of(servers.get(0));
  }

  /**
   * As the configuration has it.
   *
   * @param servers a text with commas, or a list
   */
  static BootstrapServer ofConfigured(Object servers) {
    if (servers instanceof List) {
      List<?> list = (List<?>) servers;
      return list.size() == 1 && list.get(0) instanceof String ? of((String) list.get(0)) : NONE;
    }
    return servers instanceof String && ((String) servers).indexOf(',') < 0
        ? of(((String) servers).trim())
        : NONE;
  }

  /** May begin with a protocol, and have brackets around an address. */
  private static BootstrapServer of(String server) {
    int colon = server.lastIndexOf(':');
    if (colon <= 0) {
      return NONE;
    }
    int from = server.indexOf("://");
    String host = server.substring(from < 0 ? 0 : from + 3, Math.max(colon, from + 3));
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return host.isEmpty()
          ? NONE
          : new BootstrapServer(host, Integer.parseInt(server.substring(colon + 1).trim()));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
