// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.util.Map;

/** Names what a call goes to or came in on, the same way for a span and for a metric's point. */
final class Peers {
  private Peers() {}

  static boolean isDatabase(Map<String, String> attributes) {
    return attributes.containsKey("db.system.name") || attributes.containsKey("db.system");
  }

  /** Host and port, else the database's name, else its kind; empty when none is known. */
  static String of(Map<String, String> attributes) {
    String address = first(attributes, "server.address");
    if (!address.isEmpty()) {
      String port = first(attributes, "server.port");
      return port.isEmpty() ? address : address + ":" + port;
    }
    return first(attributes, "db.namespace", "db.name", "db.system.name", "db.system");
  }

  /**
   * The operation a RED row is about: method and route of a server, method and peer of a client,
   * summary of a database call; the fallback where the attributes name none of these.
   */
  static String operation(Map<String, String> attributes, int kind, String fallback) {
    if (isDatabase(attributes)) {
      String summary = first(attributes, "db.query.summary");
      if (summary.isEmpty()) {
        String operation = first(attributes, "db.operation.name", "db.operation");
        String collection = first(attributes, "db.collection.name", "db.sql.table");
        summary = (operation + " " + collection).trim();
      }
      return withPeer(summary.isEmpty() ? fallback : summary, attributes);
    }
    String method = first(attributes, "http.request.method");
    if (method.isEmpty()) {
      return fallback;
    }
    if (kind == Span.SERVER) {
      String route = first(attributes, "http.route");
      return method + " " + (route.isEmpty() ? "(no route)" : route);
    }
    String template = first(attributes, "url.template");
    return method + " " + of(attributes) + template;
  }

  private static String withPeer(String summary, Map<String, String> attributes) {
    String peer = of(attributes);
    return peer.isEmpty() ? summary : summary + " @ " + peer;
  }

  /** The value of the first key that has one, else the empty string. */
  static String first(Map<String, String> attributes, String... keys) {
    for (String key : keys) {
      String value = attributes.get(key);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
