// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.SamplingRules.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One rule: the conditions of its match, all of which must hold, and the share it gives. */
final class SamplingRule {
  private static final String[] CONDITIONS = {"kind", "method", "host", "path", "route"};
  private static final String ALLOWED =
      "a match is kind:, method:, host:, path: or route: with a value, separated by commas";

  final double ratio;

  /** Null: any. */
  private Kind kind;

  /** Empty: any. */
  private String[] methods = Key.NONE;

  private Glob[] hosts = {};
  private Glob[] paths = {};
  private Glob[] routes = {};

  private SamplingRule(double ratio) {
    this.ratio = ratio;
  }

  static SamplingRule parse(String match, double ratio) throws BadValue {
    SamplingRule rule = new SamplingRule(ratio);
    int start = 0;
    while (start < match.length()) {
      int comma = match.indexOf(',', start);
      int end = comma < 0 ? match.length() : comma;
      rule.add(match.substring(start, end).trim());
      start = end + 1;
    }
    return rule;
  }

  private void add(String condition) throws BadValue {
    int colon = condition.indexOf(':');
    String name = colon < 0 ? condition : condition.substring(0, colon).trim();
    String value = colon < 0 ? "" : condition.substring(colon + 1).trim();
    List<String> alternatives = alternatives(value);
    if (alternatives.isEmpty()) {
      throw new BadValue(
          ALLOWED + "; " + Problem.quote(condition) + " is not", "write it like path:/health/**");
    }
    if (name.equals("kind")) {
      kind = kind(alternatives);
    } else if (name.equals("method")) {
      methods = methods(alternatives);
    } else if (name.equals("host")) {
      hosts = globs(alternatives, true);
    } else if (name.equals("path")) {
      paths = globs(alternatives, false);
    } else if (name.equals("route")) {
      routes = globs(alternatives, false);
    } else {
      String near = Suggestion.nearest(name, CONDITIONS);
      throw new BadValue(
          ALLOWED + "; " + Problem.quote(name) + " is none of them",
          near == null ? null : "write " + near);
    }
  }

  private static List<String> alternatives(String value) {
    List<String> alternatives = new ArrayList<String>();
    int start = 0;
    while (start <= value.length()) {
      int bar = value.indexOf('|', start);
      int end = bar < 0 ? value.length() : bar;
      String alternative = value.substring(start, end).trim();
      if (!alternative.isEmpty()) {
        alternatives.add(alternative);
      }
      start = end + 1;
    }
    return alternatives;
  }

  private static Kind kind(List<String> alternatives) throws BadValue {
    boolean server = alternatives.contains("server");
    boolean client = alternatives.contains("client");
    if (alternatives.size() != (server ? 1 : 0) + (client ? 1 : 0)) {
      throw new BadValue("kind is server or client", "write kind:server or kind:client");
    }
    return server && client ? null : server ? Kind.SERVER : Kind.CLIENT;
  }

  private static String[] methods(List<String> alternatives) {
    String[] methods = new String[alternatives.size()];
    for (int i = 0; i < methods.length; i++) {
      methods[i] = alternatives.get(i).toUpperCase(Locale.ROOT);
    }
    return methods;
  }

  private static Glob[] globs(List<String> patterns, boolean hosts) throws BadValue {
    Glob[] globs = new Glob[patterns.size()];
    for (int i = 0; i < globs.length; i++) {
      String pattern = patterns.get(i);
      if (!hosts && pattern.charAt(0) != '/' && pattern.charAt(0) != '*') {
        throw new BadValue(
            "a path begins with / or *; " + Problem.quote(pattern) + " does not",
            "write /" + pattern);
      }
      try {
        globs[i] = hosts ? Glob.host(pattern) : Glob.path(pattern);
      } catch (IllegalArgumentException e) {
        throw new BadValue(Problem.quote(pattern) + " has " + e.getMessage(), "shorten it");
      }
    }
    return globs;
  }

  boolean namesRoute() {
    return routes.length > 0;
  }

  boolean matches(Kind callKind, String method, String host, String path, String route) {
    return (kind == null || kind == callKind)
        && isOneOf(methods, method)
        && isOneOf(hosts, host)
        && isOneOf(paths, path)
        && isOneOf(routes, route);
  }

  private static boolean isOneOf(String[] texts, String text) {
    for (int i = 0; i < texts.length; i++) {
      if (texts[i].equals(text)) {
        return true;
      }
    }
    return texts.length == 0;
  }

  private static boolean isOneOf(Glob[] globs, String text) {
    for (int i = 0; i < globs.length; i++) {
      if (globs[i].matches(text)) {
        return true;
      }
    }
    return globs.length == 0;
  }
}
