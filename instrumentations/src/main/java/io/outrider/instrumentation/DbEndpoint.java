// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * One database as a client sees it. Interned by the adapter, so that the engine can hang what it
 * knows on it.
 */
public final class DbEndpoint {
  private final String system;
  private final String host;
  private final int port;
  private final String namespace;
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
