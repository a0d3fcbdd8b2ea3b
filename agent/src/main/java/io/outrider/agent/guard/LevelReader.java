// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads levels of criticality. */
final class LevelReader {
  private LevelReader() {}

  static Criticality read(RuleReader reader, String suffix, Criticality otherwise) {
    String text = reader.text(suffix);
    if (text == null) {
      return otherwise;
    }
    Criticality level = Criticality.of(text);
    if (level == null) {
      reader.problem(suffix, "allowed is critical-plus, critical, sheddable-plus or sheddable");
      return otherwise;
    }
    return level;
  }
}
