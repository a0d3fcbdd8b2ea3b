// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * How much a call matters to users: the four levels of Google's SRE book ("Handling Overload").
 * What matters least is shed first.
 */
public enum Criticality {
  CRITICAL_PLUS("critical-plus"),
  /** What is not said to be anything else. */
  CRITICAL("critical"),
  SHEDDABLE_PLUS("sheddable-plus"),
  SHEDDABLE("sheddable");

  private static final Criticality[] ALL = values();
  private final String text;

  Criticality(String text) {
    this.text = text;
  }

  /** As written in rules and in baggage. */
  public String text() {
    return text;
  }

  /** Null when the text names none; case does not matter. */
  public static Criticality of(String text) {
    for (int i = 0; text != null && i < ALL.length; i++) {
      if (ALL[i].text.equalsIgnoreCase(text.trim())) {
        return ALL[i];
      }
    }
    return null;
  }
}
