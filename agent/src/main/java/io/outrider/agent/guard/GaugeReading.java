// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** One number of one guard at one moment. */
public final class GaugeReading extends Reading {
  private final GuardKind guard;
  private final Gauge gauge;
  private final double value;

  GaugeReading(String rule, Target target, GuardKind guard, Gauge gauge, double value) {
    super(rule, target);
    this.guard = guard;
    this.gauge = gauge;
    this.value = value;
  }

  public GuardKind guard() {
    return guard;
  }

  public Gauge gauge() {
    return gauge;
  }

  public double value() {
    return value;
  }

  @Override
  public String toString() {
    return peer() + " by rule " + rule() + ": " + gauge.metric() + ' ' + value;
  }
}
