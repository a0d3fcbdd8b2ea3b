// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * What a peer is, as far as rules may ask. Unknown texts are null, an unknown port is not above 0.
 */
final class Target {
  final CallKind kind;
  final String host;
  final int port;
  final String pool;
  final String database;

  /** Of messages: the {@code messaging.system}. */
  final String system;

  /** Of messages: the topic, queue or exchange. */
  final String topic;

  /**
   * The peer that stands for all that did not fit into the table: no guard may keep state on it.
   */
  final boolean overflow;

  Target(CallKind kind, String host, int port, String pool, String database, boolean overflow) {
    this(kind, host, port, pool, database, null, null, overflow);
  }

  private Target(
      CallKind kind,
      String host,
      int port,
      String pool,
      String database,
      String system,
      String topic,
      boolean overflow) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.pool = pool;
    this.database = database;
    this.system = system;
    this.topic = topic;
    this.overflow = overflow;
  }

  static Target ofMessages(CallKind kind, String system, String host, int port, String topic) {
    return new Target(kind, host, port, null, null, system, topic, topic == null);
  }

  /**
   * As a person reads it: {@code inventory:8080}, {@code db:5432/orders}, {@code orders}, {@code
   * kafka:orders}.
   */
  @Override
  public String toString() {
    if (kind.isMessaging()) {
      return topic == null ? system : system + ':' + topic;
    }
    if (host == null) {
      String name = database != null ? database : pool;
      return name != null ? name : kind == CallKind.HTTP_SERVER ? "this server" : kind.text();
    }
    String name = host.indexOf(':') >= 0 && host.charAt(0) != '[' ? '[' + host + ']' : host;
    String at = port > 0 ? name + ':' + port : name;
    return database == null ? at : at + '/' + database;
  }
}
