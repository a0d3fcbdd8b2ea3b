// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.RuleSuffix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a configuration as the agent would, all rules included, and starts nothing. */
final class ConfigCheck {
  private ConfigCheck() {}

  /** Everything that is wrong, each a whole message. */
  static List<String> problems(Map<String, String> properties, Map<String, String> environment) {
    Config config = Config.load(properties, environment);
    List<String> problems = new ArrayList<>(config.problems());
    problems.addAll(SamplingRules.read(config).problems());
    List<String> suffixes = new ArrayList<>();
    Map<String, String> shorthand = new LinkedHashMap<>();
    for (RuleSuffix suffix : RuleSuffix.all()) {
      suffixes.add(suffix.name());
      String value = config.raw("outrider." + suffix.name());
      if (value != null && RuleSuffix.isShorthand(suffix.name())) {
        shorthand.put(suffix.name(), value);
      }
    }
    String[] known = suffixes.toArray(new String[0]);
    problems.addAll(
        GuardRules.parse(config.sections("outrider.rules", known), shorthand, config::source)
            .problems());
    return problems;
  }
}
