// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * The numbers of one connection pool, read when metrics are collected, on a thread of the agent's.
 * Must not make the pool do anything. What throws is left out.
 */
public abstract class PoolReading {
  /** The pool does not say. */
  public static final long UNKNOWN = -1;

  /** Connections in use. */
  public abstract long used();

  /** Connections that wait to be used. */
  public abstract long idle();

  /** The most connections there may be. */
  public abstract long max();

  /** As many connections are kept idle. */
  public long idleMin() {
    return UNKNOWN;
  }

  /** More connections than these are not kept idle. */
  public long idleMax() {
    return UNKNOWN;
  }

  /** How many wait for a connection. */
  public long pending() {
    return UNKNOWN;
  }

  /** True from the moment in which the pool gives out no more connections. */
  public abstract boolean isClosed();
}
