// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * On above a threshold; off again below 90 % of it, or when it was not exceeded for 5 s. So what is
 * switched by it does not flap while the number swings about the threshold.
 *
 * <p>Threads may race each other here: the worst is a decision that is one request late.
 */
final class Hysteresis {
  private static final double OFF = 0.9;
  private static final long HOLD_NANOS = 5_000_000_000L;

  private final double threshold;
  private volatile boolean on;
  private volatile long lastAbove;

  Hysteresis(double threshold) {
    this.threshold = threshold;
  }

  boolean on(double value, long nowNanos) {
    if (value > threshold) {
      lastAbove = nowNanos;
      on = true;
      return true;
    }
    if (!on) {
      return false;
    }
    boolean stays = value >= OFF * threshold && nowNanos - lastAbove < HOLD_NANOS;
    on = stays;
    return stays;
  }
}
