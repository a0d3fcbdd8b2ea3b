// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The state of one circuit breaker at one moment. */
public final class BreakerReading {
  private final String rule;
  private final String peer;
  private final BreakerStatus status;

  BreakerReading(String rule, String peer, BreakerStatus status) {
    this.rule = rule;
    this.peer = peer;
    this.status = status;
  }

  public String rule() {
    return rule;
  }

  public String peer() {
    return peer;
  }

  public BreakerStatus status() {
    return status;
  }

  @Override
  public String toString() {
    return peer + " by rule " + rule + ": " + status.text();
  }
}
