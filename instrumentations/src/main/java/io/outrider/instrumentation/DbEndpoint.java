// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.Arrays;

/**
 * One database as a client sees it. Interned by the adapter, so that the engine can hang what it
 * knows on it.
 */
public final class DbEndpoint {
  /** An application that makes ever new pools must not fill the heap. */
  private static final int MOST_POOLS = 50;

  private static final DbEndpoint[] NONE = {};

  private final String system;
  private final String host;
  private final int port;
  private final String namespace;
  private final DbEndpoint base;
  private final String pool;
  private volatile DbEndpoint[] pooled = NONE;
  private volatile Object peer;

  /**
   * @param system the {@code db.system.name} of the semantic conventions, such as {@code
   *     postgresql}
   * @param host null for an embedded database
   * @param port 0 when it has none
   * @param namespace the database, as {@code db.namespace} wants it; may be null
   */
  public DbEndpoint(String system, String host, int port, String namespace) {
    this.system = system;
    this.host = host;
    this.port = port;
    this.namespace = namespace;
    this.base = null;
    this.pool = null;
  }

  private DbEndpoint(DbEndpoint base, String pool) {
    this.system = base.system;
    this.host = base.host;
    this.port = base.port;
    this.namespace = base.namespace;
    this.base = base;
    this.pool = pool;
  }

  /** The same place whatever the way to it. */
  public DbEndpoint place() {
    return base == null ? this : base;
  }

  /** The name of the connection pool by which one comes here; null when there is none. */
  public String pool() {
    return pool;
  }

  /**
   * This place by way of a pool: the same object for the same name.
   *
   * @param name null for none
   * @return without a pool when there are too many of them
   */
  public DbEndpoint by(String name) {
    DbEndpoint at = place();
    if (name == null) {
      return at;
    }
    for (DbEndpoint known : at.pooled) {
      if (known.pool.equals(name)) {
        return known;
      }
    }
    return at.add(name);
  }

  private synchronized DbEndpoint add(String name) {
    DbEndpoint[] all = pooled;
    for (DbEndpoint known : all) {
      if (known.pool.equals(name)) {
        return known;
      }
    }
    if (all.length >= MOST_POOLS) {
      return this;
    }
    DbEndpoint[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = new DbEndpoint(this, name);
    pooled = more;
    return more[all.length];
  }

  public String system() {
    return system;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public String namespace() {
    return namespace;
  }

  /** The engine's own record of this place. */
  public Object peer() {
    return peer;
  }

  public void peer(Object peer) {
    this.peer = peer;
  }
}
