// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What one guard said of itself at one moment, and which guard that is. */
public abstract class Reading {
  private final String rule;
  private final Target target;

  Reading(String rule, Target target) {
    this.rule = rule;
    this.target = target;
  }

  public String rule() {
    return rule;
  }

  /** As a person reads it: {@code inventory:8080}, {@code db:5432/orders}. */
  public String peer() {
    return target.toString();
  }

  /** Null when the peer has none. */
  public String host() {
    return target.host;
  }

  /** Not above 0 when not known. */
  public int port() {
    return target.port;
  }

  /** The name of the connection pool; null when there is none. */
  public String pool() {
    return target.pool;
  }

  /** Class and method; null when the peer is no method. */
  public String function() {
    return target.qualified();
  }

  /** Null when the peer is no database, or its name is not known. */
  public String database() {
    return target.database;
  }
}
