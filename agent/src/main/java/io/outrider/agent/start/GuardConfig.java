// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.RuleSuffix;
import io.outrider.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What configuration says to the guards: {@code outrider.rules.NAME.*}, and the same without a
 * name.
 */
final class GuardConfig {
  private static final String RULES = "outrider.rules";

  private GuardConfig() {}

  static GuardRules of(Config config) {
    List<RuleSuffix> known = RuleSuffix.all();
    String[] suffixes = new String[known.size()];
    Map<String, String> shorthand = new LinkedHashMap<String, String>();
    for (int i = 0; i < suffixes.length; i++) {
      suffixes[i] = known.get(i).name();
      if (RuleSuffix.isShorthand(suffixes[i])) {
        String value = config.raw("outrider." + suffixes[i]);
        if (value != null) {
          shorthand.put(suffixes[i], value);
        }
      }
    }
    shorthand.put("mode", config.get(Keys.MODE));
    Map<String, Map<String, String>> named = new LinkedHashMap<String, Map<String, String>>();
    for (Map.Entry<String, String> entry : config.section(RULES, suffixes).entrySet()) {
      String key = entry.getKey();
      int dot = key.indexOf('.');
      String name = dot < 0 ? key : key.substring(0, dot);
      Map<String, String> values = named.get(name);
      if (values == null) {
        values = new LinkedHashMap<String, String>();
        named.put(name, values);
      }
      values.put(dot < 0 ? "" : key.substring(dot + 1), entry.getValue());
    }
    GuardRules rules = GuardRules.parse(named, shorthand);
    List<String> problems = new ArrayList<String>(rules.problems());
    for (int i = 0; i < problems.size(); i++) {
      AgentLog.warn("rules." + i, problems.get(i));
    }
    return rules;
  }
}
