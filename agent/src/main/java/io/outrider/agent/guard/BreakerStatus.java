// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** The states of a circuit breaker. */
public enum BreakerStatus {
  CLOSED("closed"),
  OPEN("open"),
  HALF_OPEN("half-open");

  private final String text;

  BreakerStatus(String text) {
    this.text = text;
  }

  /** The name in metrics and messages. */
  public String text() {
    return text;
  }
}
