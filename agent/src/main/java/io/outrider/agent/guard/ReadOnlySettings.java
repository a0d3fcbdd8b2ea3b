// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** A rule switches databases to read only. */
final class ReadOnlySettings extends GuardSettings {
  static final String KEY = "degrade.read-only";

  private final boolean on;

  /**
   * @param on false: the rule says so, and no later one counts
   */
  ReadOnlySettings(boolean on) {
    super(GuardKind.DEGRADE);
    this.on = on;
  }

  /** Null when the rule does not say so. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.has(KEY)) {
      return null;
    }
    String text = reader.text(KEY);
    boolean on = text.equals("true");
    if (!on && !text.equals("false")) {
      reader.problem(KEY, "allowed is true or false");
    }
    if (kind != null && kind != CallKind.JDBC) {
      reader.problem(KEY, "it is for databases, and the rule matches " + kind.text());
    }
    return on || kind == CallKind.JDBC ? new ReadOnlySettings(on) : null;
  }

  @Override
  boolean appliesTo(CallKind kind) {
    return kind == CallKind.JDBC;
  }

  @Override
  boolean stateful() {
    return false;
  }

  @Override
  Guard create(GuardPlace place) {
    return on ? new ReadOnly(place) : null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadOnlySettings && on == ((ReadOnlySettings) other).on;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(on);
  }
}
