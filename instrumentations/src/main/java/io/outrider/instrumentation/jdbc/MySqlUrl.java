// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * URLs of MySQL and MariaDB, whose hosts may be written {@code host:port}, {@code
 * address=(host=x)(port=1)} or {@code (host=x,port=1)}, alone or in lists.
 */
final class MySqlUrl {
  private MySqlUrl() {}

  static void read(String rest, UrlParts parts) {
    int slashes = rest.indexOf("//");
    int open = rest.indexOf('(');
    if (open < 0 || slashes < 0 || open > UrlParts.first(rest, slashes + 2, "/?")) {
      parts.namespace = parts.authorityAndPath(rest, "?;");
    } else {
      int close = rest.lastIndexOf(')');
      String addresses = rest.substring(open, close < open ? rest.length() : close + 1);
      String host = UrlParts.property(addresses, "host", "(),");
      if (host != null) {
        parts.host(host);
      }
      String port = UrlParts.property(addresses, "port", "(),");
      parts.port = port == null ? 0 : UrlParts.number(port);
      int path = rest.indexOf('/', open + addresses.length());
      parts.namespace = path < 0 ? null : UrlParts.emptyToNull(UrlParts.upTo(rest, path + 1, "?;"));
    }
    parts.serverDefaults();
  }
}
