// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a guard said to a call; the {@code outcome} of the metric. */
public enum Decision {
  PASS("pass"),
  REJECT("reject"),
  WOULD_REJECT("would_reject"),
  ERROR("error");

  private final String text;

  Decision(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
