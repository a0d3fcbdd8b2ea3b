// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Takes down what a guard says of itself. */
interface Gauges {
  void add(Gauge gauge, double value);
}
