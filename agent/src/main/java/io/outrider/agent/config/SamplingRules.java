// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The rules below {@code outrider.sampling.rules}: which share of the calls that match is recorded.
 * The first rule that matches decides. Asking allocates nothing.
 *
 * <p>Rules that name a route are asked once the route is known, which is after the span has begun;
 * the others at the beginning.
 */
public final class SamplingRules {
  /** What is answered when no rule is for the call. */
  public static final double NO_RULE = -1;

  public enum Kind {
    SERVER,
    CLIENT
  }

  private static final String PREFIX = "outrider.sampling.rules";

  /** Null when there are none, so that a process without rules does not load what one is. */
  private final SamplingRule[] atStart;

  private final SamplingRule[] atRoute;
  private final List<String> problems;

  private SamplingRules(
      List<SamplingRule> atStart, List<SamplingRule> atRoute, List<String> problems) {
    this.atStart = atStart.isEmpty() ? null : atStart.toArray(new SamplingRule[0]);
    this.atRoute = atRoute.isEmpty() ? null : atRoute.toArray(new SamplingRule[0]);
    this.problems = Collections.unmodifiableList(problems);
  }

  /** Reads the rules and logs each that had to be left out. */
  public static SamplingRules from(Config config) {
    SamplingRules rules = read(config);
    for (int i = 0; i < rules.problems.size(); i++) {
      AgentLog.warn("config.sampling." + i, rules.problems.get(i));
    }
    return rules;
  }

  /** Reads the rules; what was wrong is in {@link #problems}. */
  public static SamplingRules read(Config config) {
    List<SamplingRule> atStart = new ArrayList<SamplingRule>();
    List<SamplingRule> atRoute = new ArrayList<SamplingRule>();
    List<String> problems = new ArrayList<String>();
    Map<String, Map<String, String>> named = config.sections(PREFIX, "match", "ratio", "drop");
    for (Map.Entry<String, Map<String, String>> entry : named.entrySet()) {
      String name = entry.getKey();
      String known = knownSuffix(entry.getValue());
      // An unknown one has been reported with all other unknown keys.
      if (known == null) {
        continue;
      }
      try {
        SamplingRule rule = rule(config, name);
        (rule.namesRoute() ? atRoute : atStart).add(rule);
      } catch (BadValue bad) {
        String where = config.source(PREFIX + "." + name + "." + known);
        problems.add(
            "The sampling rule "
                + name
                + " ("
                + where
                + ") is left out: "
                + bad.allowed
                + "."
                + (bad.fix == null ? "" : " Fix: " + bad.fix + "."));
      }
    }
    return new SamplingRules(atStart, atRoute, problems);
  }

  private static String knownSuffix(Map<String, String> settings) {
    String[] suffixes = {"match", "ratio", "drop"};
    for (int i = 0; i < suffixes.length; i++) {
      if (settings.containsKey(suffixes[i])) {
        return suffixes[i];
      }
    }
    return null;
  }

  private static SamplingRule rule(Config config, String name) throws BadValue {
    String match = config.get(Keys.SAMPLING_MATCH, name);
    Double ratio = config.get(Keys.SAMPLING_RATIO, name);
    Boolean drop = config.get(Keys.SAMPLING_DROP, name);
    if (match == null) {
      throw new BadValue(
          "it has no match", "set " + PREFIX + "." + name + ".match, such as path:/health/**");
    }
    if (ratio == null && !Boolean.TRUE.equals(drop)) {
      throw new BadValue(
          "it has neither a valid ratio nor drop",
          "set " + PREFIX + "." + name + ".ratio from 0 to 1, or .drop=true");
    }
    if (ratio != null && ratio > 0 && Boolean.TRUE.equals(drop)) {
      throw new BadValue("it has a ratio above 0 and drop=true", "remove one of the two");
    }
    return SamplingRule.parse(match, Boolean.TRUE.equals(drop) ? 0 : ratio);
  }

  public boolean isEmpty() {
    return atStart == null && atRoute == null;
  }

  /** Whether {@link #ratioForRoute} can ever answer something. */
  public boolean hasRouteRules() {
    return atRoute != null;
  }

  /**
   * The share of such calls to record, from the rules that name no route; {@link #NO_RULE} when
   * none is for it. Each text may be null: a rule that asks for it then does not match.
   */
  public double ratioFor(Kind kind, String method, String host, String path) {
    return ratio(atStart, kind, method, host, path, null);
  }

  /** Likewise from the rules that name a route. */
  public double ratioForRoute(Kind kind, String method, String host, String path, String route) {
    return ratio(atRoute, kind, method, host, path, route);
  }

  private static double ratio(
      SamplingRule[] rules, Kind kind, String method, String host, String path, String route) {
    if (rules == null) {
      return NO_RULE;
    }
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].matches(kind, method, host, path, route)) {
        return rules[i].ratio;
      }
    }
    return NO_RULE;
  }

  /** Each rule that had to be left out, as a whole message. */
  public List<String> problems() {
    return problems;
  }
}
