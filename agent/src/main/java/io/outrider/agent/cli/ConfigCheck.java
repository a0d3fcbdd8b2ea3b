// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.cli;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.OwnMethodRules;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.start.EngineConfig;
import io.outrider.agent.start.GuardConfig;
import java.util.ArrayList;
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
    problems.addAll(OwnMethodRules.read(config).problems());
    problems.addAll(EngineConfig.problems(config));
    problems.addAll(GuardConfig.read(config).problems());
    return problems;
  }
}
