// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The state of one circuit breaker at one moment. */
public final class BreakerReading extends Reading {
  private final BreakerStatus status;

  BreakerReading(String rule, Target target, BreakerStatus status) {
    super(rule, target);
    this.status = status;
  }

  public BreakerStatus status() {
    return status;
  }

  @Override
  public String toString() {
    return peer() + " by rule " + rule() + ": " + status.text();
  }
}
