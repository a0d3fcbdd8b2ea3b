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

  /**
   * The peer that stands for all that did not fit into the table: no guard may keep state on it.
   */
  final boolean overflow;

  Target(CallKind kind, String host, int port, String pool, String database, boolean overflow) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.pool = pool;
    this.database = database;
    this.overflow = overflow;
  }

  /** As a person reads it: {@code inventory:8080}, {@code db:5432/orders}, {@code orders}. */
  @Override
  public String toString() {
    if (host == null) {
      String name = database != null ? database : pool;
      return name != null ? name : kind == CallKind.HTTP_SERVER ? "this server" : kind.text();
    }
    String name = host.indexOf(':') >= 0 && host.charAt(0) != '[' ? '[' + host + ']' : host;
    String at = port > 0 ? name + ':' + port : name;
    return database == null ? at : at + '/' + database;
  }
}
