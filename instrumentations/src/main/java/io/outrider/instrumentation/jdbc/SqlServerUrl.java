// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * SQL Server's URLs: {@code //host[\instance][:port][;property=value]}. The namespace is {@code
 * instance|database}. A named instance without a port has the one that the server's browser service
 * tells; it is not known here.
 */
final class SqlServerUrl {
  private static final String SEPARATORS = ";";

  private SqlServerUrl() {}

  static void read(String rest, UrlParts parts) {
    int slashes = rest.indexOf("//");
    String text = slashes < 0 ? rest : rest.substring(slashes + 2);
    int end = UrlParts.first(text, 0, ";");
    read(text.substring(0, end), text.substring(end), parts);
  }

  /** The other driver's: {@code sqlserver://host[:port][/database][;property=value]}. */
  static void readJtds(String rest, UrlParts parts) {
    if (rest.regionMatches(true, 0, "sybase", 0, 6)) {
      parts.system = "sybase";
      parts.namespace = parts.authorityAndPath(rest, ";");
      parts.port = parts.port == 0 ? 7100 : parts.port;
      parts.serverDefaults();
      return;
    }
    int slashes = rest.indexOf("//");
    String text = slashes < 0 ? rest : rest.substring(slashes + 2);
    int end = UrlParts.first(text, 0, ";");
    int slash = text.indexOf('/');
    if (slash >= 0 && slash < end) {
      parts.namespace = UrlParts.emptyToNull(text.substring(slash + 1, end));
      read(text.substring(0, slash), text.substring(end), parts);
    } else {
      read(text.substring(0, end), text.substring(end), parts);
    }
  }

  private static void read(String address, String properties, UrlParts parts) {
    String instance = null;
    String authority = address;
    int backslash = address.indexOf('\\');
    if (backslash >= 0) {
      int colon = UrlParts.first(address, backslash, ":");
      instance = UrlParts.emptyToNull(address.substring(backslash + 1, colon));
      authority = address.substring(0, backslash) + address.substring(colon);
    }
    parts.authority(authority);
    if (parts.host == null) {
      String server = either(properties, "serverName", "server");
      if (server != null) {
        int cut = UrlParts.first(server, 0, "\\");
        parts.host(server.substring(0, cut));
        instance = cut < server.length() ? server.substring(cut + 1) : instance;
      }
    }
    String port = either(properties, "portNumber", "port");
    if (parts.port == 0 && port != null) {
      parts.port = UrlParts.number(port);
    }
    String named = either(properties, "instanceName", "instance");
    instance = named == null ? instance : named;
    String database = either(properties, "databaseName", "database");
    parts.namespace = UrlParts.joined(instance, database == null ? parts.namespace : database);
    boolean unknownPort = instance != null && parts.port == 0;
    parts.serverDefaults();
    if (unknownPort) {
      parts.port = 0;
    }
  }

  private static String either(String properties, String name, String alias) {
    String value = UrlParts.property(properties, name, SEPARATORS);
    return value == null ? UrlParts.property(properties, alias, SEPARATORS) : value;
  }
}
