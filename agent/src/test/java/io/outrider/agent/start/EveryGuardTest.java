// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.cli.Cli;
import io.outrider.agent.config.Config;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.RuleSuffix;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The one file in which everything stands that a rule can say. */
class EveryGuardTest {
  private static String file() throws Exception {
    return Path.of(EveryGuardTest.class.getResource("/every-guard.yaml").toURI()).toString();
  }

  @Test
  void loadsWithoutAProblem() throws Exception {
    Config config = Config.load(Map.of("outrider.config", file()), Map.of());
    GuardRules rules = GuardConfig.read(config);
    assertThat(config.problems()).isEmpty();
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.isBuiltIn()).isFalse();
  }

  @Test
  void leavesNothingOutThatARuleCanSay() throws Exception {
    Config config = Config.load(Map.of("outrider.config", file()), Map.of());
    String[] suffixes = RuleSuffix.all().stream().map(RuleSuffix::name).toArray(String[]::new);
    Set<String> said = new TreeSet<>();
    for (Map<String, String> rule : config.sections("outrider.rules", suffixes).values()) {
      said.addAll(rule.keySet());
      // A file's conditions arrive as the one text they could have been written as.
      for (String condition : rule.getOrDefault("match", "").split(",")) {
        said.add("match." + condition.replaceFirst(":.*", ""));
      }
    }
    said.remove("match.");
    assertThat(said).containsExactlyInAnyOrder(suffixes);
  }

  @Test
  void passesTheCheckOfTheCommandLine() throws Exception {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        new Cli("test")
            .run(
                new String[] {"config", "check", file()},
                new PrintStream(new ByteArrayOutputStream(), true),
                new PrintStream(errors, true));
    assertThat(errors).hasToString("");
    assertThat(code).isZero();
  }
}
