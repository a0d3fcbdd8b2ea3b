// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule does with its refusals. */
public enum Mode {
  /** It refuses. */
  ENFORCE("enforce"),
  /** It counts what it would have refused, and lets the call go on. */
  DRY_RUN("dry-run"),
  /**
   * It does nothing, and still wins over the rules after it: switching a rule off never puts its
   * calls under another one.
   */
  OFF("off");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The mode of that name, or null. */
  static Mode of(String text) {
    for (Mode mode : values()) {
      if (mode.text.equals(text)) {
        return mode;
      }
    }
    return null;
  }
}
