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

  /** Of methods: the class by its internal name, and the name. */
  final String className;

  final String function;

  /** Of methods: whether a rule has to name it, since it is not public. */
  final boolean unlisted;

  /**
   * The peer that stands for all that did not fit into the table: no guard may keep state on it.
   */
  final boolean overflow;

  Target(CallKind kind, String host, int port, String pool, String database, boolean overflow) {
    this(kind, host, port, pool, database, null, null, null, null, false, overflow);
  }

  private Target(
      CallKind kind,
      String host,
      int port,
      String pool,
      String database,
      String system,
      String topic,
      String className,
      String function,
      boolean unlisted,
      boolean overflow) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.pool = pool;
    this.database = database;
    this.system = system;
    this.topic = topic;
    this.className = className;
    this.function = function;
    this.unlisted = unlisted;
    this.overflow = overflow;
  }

  static Target ofMessages(CallKind kind, String system, String host, int port, String topic) {
    return new Target(
        kind, host, port, null, null, system, topic, null, null, false, topic == null);
  }

  /**
   * @param isPublic the others are guarded only where a rule names them
   */
  static Target ofMethod(String className, String function, boolean isPublic) {
    return new Target(
        CallKind.METHOD, null, 0, null, null, null, null, className, function, !isPublic, false);
  }

  /** Of methods {@code org.example.Shop.order}; null of others. */
  String qualified() {
    return className == null ? null : className.replace('/', '.') + '.' + function;
  }

  /**
   * As a person reads it: {@code inventory:8080}, {@code db:5432/orders}, {@code orders}, {@code
   * kafka:orders}, {@code org.example.Shop.order}.
   */
  @Override
  public String toString() {
    if (kind.isMessaging()) {
      return topic == null ? system : system + ':' + topic;
    }
    if (className != null) {
      return qualified();
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
