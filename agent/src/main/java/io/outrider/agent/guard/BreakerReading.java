// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The state of one circuit breaker at one moment. */
public final class BreakerReading {
  private final String rule;
  private final Target target;
  private final BreakerStatus status;

  BreakerReading(String rule, Target target, BreakerStatus status) {
    this.rule = rule;
    this.target = target;
    this.status = status;
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

  /** Null when the peer is no database, or its name is not known. */
  public String database() {
    return target.database;
  }

  public BreakerStatus status() {
    return status;
  }

  @Override
  public String toString() {
    return target + " by rule " + rule + ": " + status.text();
  }
}
