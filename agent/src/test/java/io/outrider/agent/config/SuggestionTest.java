// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void countsInsertionsDeletionsReplacementsAndSwaps() {
    assertThat(Suggestion.distance("level", "level")).isZero();
    assertThat(Suggestion.distance("levl", "level")).isEqualTo(1);
    assertThat(Suggestion.distance("levvel", "level")).isEqualTo(1);
    assertThat(Suggestion.distance("lavel", "level")).isEqualTo(1);
    assertThat(Suggestion.distance("levle", "level")).isEqualTo(1);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void findsTheNearestOrWhatBeginsSo() {
    assertThat(Suggestion.nearest("instrumentatons", "help", "instrumentations"))
        .isEqualTo("instrumentations");
    assertThat(Suggestion.nearest("instr", "help", "instrumentations"))
        .isEqualTo("instrumentations");
  }

  @Test
  void findsNothingFarAwayOrEndless() {
    assertThat(Suggestion.nearest("xyz", "help", "config")).isNull();
    assertThat(Suggestion.nearest("", "help")).isNull();
    assertThat(Suggestion.nearest("x".repeat(1_000_000), "x".repeat(1_000_000))).isNull();
  }
}
