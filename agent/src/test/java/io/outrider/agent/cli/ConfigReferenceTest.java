// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private static final String BEGIN = "<!-- configuration:begin -->\n";
  private static final String END = "<!-- configuration:end -->";
  private static final String UPDATE =
      "./mvnw -q -pl agent -am test -Dtest=ConfigReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Doutrider.reference.update=true";

  @Test
  void theReadmeListsTheKeysAsTheyAreDefined() throws IOException {
    Path readme = Path.of("..", "README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the marker %s in README.md", BEGIN.strip()).isNotNegative();
    assertThat(end).as("the marker %s in README.md", END).isGreaterThan(begin);
    String updated =
        text.substring(0, begin + BEGIN.length())
            + "\n"
            + ConfigReference.markdown()
            + "\n"
            + text.substring(end);
    if (Boolean.getBoolean("outrider.reference.update")) {
      Files.writeString(readme, updated);
    } else {
      assertThat(text)
          .as("README.md is out of date; regenerate its reference by: %s", UPDATE)
          .isEqualTo(updated);
    }
  }

  @Test
  void everyRowHasFourCells() {
    assertThat(ConfigReference.markdown().lines())
        .filteredOn(line -> line.startsWith("|"))
        .allMatch(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count() == 5);
  }
}
