// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.RuleSuffix;
import io.outrider.agent.log.AgentLog;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What configuration says to the guards: {@code outrider.rules.NAME.*}, and the same without a
 * name.
 */
public final class GuardConfig {
  private GuardConfig() {}

  /** Reads the rules and logs each that had to be left out. */
  static GuardRules of(Config config) {
    GuardRules rules = read(config);
    for (String problem : rules.problems()) {
      AgentLog.warn(null, problem);
    }
    return rules;
  }

  /**
   * Reads the rules; what was wrong is in their problems. Where there is none, the agent's own are
   * in force.
   */
  public static GuardRules read(final Config config) {
    List<RuleSuffix> known = RuleSuffix.all();
    String[] suffixes = new String[known.size()];
    Map<String, String> shorthand = new LinkedHashMap<String, String>();
    for (int i = 0; i < suffixes.length; i++) {
      suffixes[i] = known.get(i).name();
    }
    for (int i = 0; i < suffixes.length; i++) {
      if (RuleSuffix.isShorthand(suffixes[i]) && suffixes[i].indexOf('.') > 0) {
        String value = config.raw("outrider." + suffixes[i]);
        if (value != null) {
          shorthand.put(suffixes[i], value);
        }
        addMistakes(shorthand, config, group(suffixes[i]), Arrays.asList(suffixes));
      }
    }
    Map<String, Map<String, String>> named = config.sections("outrider.rules", suffixes);
    if (named.isEmpty() && shorthand.isEmpty()) {
      return "off".equals(config.get(Keys.MODE)) ? GuardRules.NONE : GuardRules.builtIn();
    }
    shorthand.put("mode", config.get(Keys.MODE));
    return GuardRules.parse(
        named,
        shorthand,
        new UnaryOperator<String>() {
          @Override
          public String apply(String key) {
            return config.source(key);
          }
        });
  }

  private static String group(String suffix) {
    return suffix.substring(0, suffix.lastIndexOf('.'));
  }

  /** What stands in such a group and is not known; the reader of the rules says so. */
  private static void addMistakes(
      Map<String, String> shorthand, Config config, String group, List<String> known) {
    for (Map.Entry<String, String> entry : config.section("outrider." + group).entrySet()) {
      String suffix = group + '.' + entry.getKey().replace('.', '-');
      if (!known.contains(suffix)) {
        shorthand.put(suffix, entry.getValue());
      }
    }
  }
}
