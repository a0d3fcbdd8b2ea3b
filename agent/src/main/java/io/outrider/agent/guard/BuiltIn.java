// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in force as long as nobody has written a rule: a dry-run, so that metrics tell from the
 * first day what guards would have refused. It refuses nothing and says nothing in the log.
 */
final class BuiltIn {
  /** The rule's name in metrics; no other rule may have it. */
  static final String NAME = "built-in";

  private BuiltIn() {}

  static boolean is(String rule) {
    return NAME.equals(rule);
  }

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    add(rules, "circuit-breaker.window", "10s", "timeout.request", "30s", "timeout.query", "30s");
    add(rules, "match", "server:http", "concurrency.limit", "gradient2");
    return rules;
  }

  /** Read like any rule; one that says nothing, since its guards are not there, is left out. */
  private static void add(List<Rule> rules, String... suffixesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      values.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    RuleReader reader = new RuleReader(NAME + '.', values);
    Rule rule = new RuleParser(NAME, reader).overall(Mode.DRY_RUN).parse();
    if (rule != null) {
      rules.add(rule);
    }
  }
}
