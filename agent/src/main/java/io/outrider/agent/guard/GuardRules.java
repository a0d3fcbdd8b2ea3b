// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * All rules, in the order in which they are tried: for each kind of guard, the first rule that
 * matches the call and mentions that kind wins. Immutable; one object is one generation.
 */
public final class GuardRules {
  /** No rule at all. */
  public static final GuardRules NONE =
      new GuardRules(Collections.<Rule>emptyList(), Collections.<String>emptyList());

  /** The rule that keys without a rule's name make. It is tried last. */
  public static final String DEFAULT_RULE = "default";

  private static final int MAX_RULES = 1_000;
  private static final String NAME = "a name of up to 64 letters, digits, '-' and '_'";

  private final List<Rule> rules;
  private final List<String> problems;
  private final boolean retries;
  private final boolean hold;

  private GuardRules(List<Rule> rules, List<String> problems) {
    this.rules = rules;
    this.problems = problems;
    boolean found = false;
    boolean holds = false;
    for (Rule rule : rules) {
      found |= rule.settings(GuardKind.RETRY, CallKind.HTTP_CLIENT) != null;
      holds |= rule.match.kind == CallKind.CONSUMER;
    }
    this.retries = found;
    this.hold = holds;
  }

  /**
   * Reads rules. A rule with a mistake is dropped as a whole, with one message; the others stand.
   * If the overall mode is not understood nothing is refused: the rules that do not say are in
   * dry-run.
   *
   * @param named for each rule's name its values by {@link RuleSuffix}, in the order in which rules
   *     are tried where they do not say
   * @param shorthand values without a rule's name, by suffix: {@code mode} is for all rules that do
   *     not say, the others make the rule {@link #DEFAULT_RULE}
   */
  public static GuardRules parse(
      Map<String, Map<String, String>> named, Map<String, String> shorthand) {
    return parse(named, shorthand, null);
  }

  /**
   * Likewise, with messages that say where a value stands.
   *
   * @param places for a key its file and line, or whatever else helps to find it; may answer null
   */
  public static GuardRules parse(
      Map<String, Map<String, String>> named,
      Map<String, String> shorthand,
      UnaryOperator<String> places) {
    List<String> problems = new ArrayList<>();
    Mode overall = overallMode(shorthand, problems);
    List<Placed> placed = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> entry : named.entrySet()) {
      String name = entry.getKey();
      if (placed.size() == MAX_RULES) {
        problems.add("Rule " + name + " is not used: there are more than " + MAX_RULES + " rules");
      } else if (BuiltIn.is(name)) {
        problems.add("Rule " + name + " is not used: the name is taken by the agent's own rule");
      } else if (!validName(name)) {
        problems.add("Rule " + name + " is not used: allowed is " + NAME);
      } else if (!name.equals(DEFAULT_RULE)) {
        add(
            placed,
            name,
            "outrider.rules." + name + '.',
            entry.getValue(),
            overall,
            places,
            problems);
      }
    }
    Collections.sort(placed);
    addDefault(placed, named.get(DEFAULT_RULE), shorthand, overall, places, problems);
    List<Rule> rules = new ArrayList<>();
    for (Placed one : placed) {
      rules.add(one.rule);
    }
    return new GuardRules(
        Collections.unmodifiableList(rules), Collections.unmodifiableList(problems));
  }

  /** What is in force as long as nobody has written a rule: a dry-run that refuses nothing. */
  public static GuardRules builtIn() {
    return new GuardRules(BuiltIn.rules(), Collections.<String>emptyList());
  }

  private static Mode overallMode(Map<String, String> shorthand, List<String> problems) {
    String text = shorthand.get("mode");
    Mode mode = text == null ? Mode.ENFORCE : Mode.of(text.trim());
    if (mode == null) {
      problems.add(
          "outrider.mode="
              + text
              + ": allowed is enforce, dry-run or off; to be safe, rules that do not say are in"
              + " dry-run");
    }
    return mode == null ? Mode.DRY_RUN : mode;
  }

  private static void addDefault(
      List<Placed> placed,
      Map<String, String> named,
      Map<String, String> shorthand,
      Mode overall,
      UnaryOperator<String> places,
      List<String> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    if (named != null) {
      values.putAll(named);
    }
    for (Map.Entry<String, String> entry : shorthand.entrySet()) {
      if (!entry.getKey().equals("mode")) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
    if (!values.isEmpty()) {
      String prefix = named == null ? "outrider." : "outrider.rules." + DEFAULT_RULE + '.';
      add(placed, DEFAULT_RULE, prefix, values, overall, places, problems);
    }
  }

  private static void add(
      List<Placed> placed,
      String name,
      String prefix,
      Map<String, String> values,
      Mode overall,
      UnaryOperator<String> places,
      List<String> problems) {
    RuleReader reader = new RuleReader(prefix, values, places);
    RuleParser parser = new RuleParser(name, reader).overall(overall);
    int order = parser.order();
    Rule rule = parser.parse();
    if (rule != null) {
      placed.add(new Placed(rule, order));
      return;
    }
    StringBuilder message = new StringBuilder("Rule " + name + " is not used: ");
    for (int i = 0; i < reader.problems().size(); i++) {
      message.append(i == 0 ? "" : "; also ").append(reader.problems().get(i));
    }
    problems.add(message.toString());
  }

  private static boolean validName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= 64;
  }

  /** One message for each rule that was dropped; each is fit for the log as it is. */
  public List<String> problems() {
    return problems;
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Whether these are the agent's own, for lack of others. */
  public boolean isBuiltIn() {
    return !rules.isEmpty() && BuiltIn.is(rules.get(0).name);
  }

  /** Whether the process's load has to be measured for any of them. */
  boolean askForLoad() {
    for (Rule rule : rules) {
      if (rule.asksForLoad()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a rule is for messages that the application works on. */
  boolean hold() {
    return hold;
  }

  boolean retries() {
    return retries;
  }

  /** Whether there are rules for methods of the application's own. */
  public boolean guardMethods() {
    for (Rule rule : rules) {
      if (rule.match.kind == CallKind.METHOD) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a rule may be for methods of a class. Allocates nothing.
   *
   * @param internalName {@code org/example/Shop$Cart}
   */
  public boolean guardMethodsOf(String internalName) {
    for (int i = 0; i < rules.size(); i++) {
      RuleMatch match = rules.get(i).match;
      if (match.kind == CallKind.METHOD && match.acceptsClass(internalName)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a rule is for this method. */
  public boolean guardMethod(String internalName, String function, boolean isPublic) {
    Target target = Target.ofMethod(internalName, function, isPublic);
    for (Rule rule : rules) {
      if (rule.match.kind == CallKind.METHOD && rule.match.acceptsPeer(target)) {
        return true;
      }
    }
    return false;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Sorted by order alone; the sort is stable. */
  private static final class Placed implements Comparable<Placed> {
    final Rule rule;
    private final int order;

    Placed(Rule rule, int order) {
      this.rule = rule;
      this.order = order;
    }

    @Override
    public int compareTo(Placed other) {
      return Integer.compare(order, other.order);
    }
  }
}
