// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

import io.outrider.agent.config.SamplingRules.Kind;
import java.util.Arrays;
import java.util.Locale;

/** One rule: the conditions of its match, all of which must hold, and the share it gives. */
final class SamplingRule {
  private static final String[] CONDITIONS = {"kind", "method", "host", "path", "route"};
  private static final String ALLOWED =
      "a match is kind:, method:, host:, path: or route: with a value, separated by commas";

  final double ratio;

  // Empty: any.
  private Kind[] kinds = {};
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

  /** What is given twice is one of several, as in the rules of guards. */
  private void add(String condition) throws BadValue {
    int colon = condition.indexOf(':');
    String name = colon < 0 ? condition : condition.substring(0, colon).trim();
    String value = colon < 0 ? "" : condition.substring(colon + 1).trim();
    if (value.isEmpty()) {
      throw new BadValue(
          ALLOWED + "; " + Problem.quote(condition) + " is not", "write it like path:/health/**");
    }
    if (name.equals("kind")) {
      kinds = append(kinds, kind(value));
    } else if (name.equals("method")) {
      methods = append(methods, value.toUpperCase(Locale.ROOT));
    } else if (name.equals("host")) {
      hosts = append(hosts, glob(value, true));
    } else if (name.equals("path")) {
      paths = append(paths, glob(value, false));
    } else if (name.equals("route")) {
      routes = append(routes, glob(value, false));
    } else {
      String near = Suggestion.nearest(name, CONDITIONS);
      throw new BadValue(
          ALLOWED + "; " + Problem.quote(name) + " is none of them",
          near == null ? null : "write " + near);
    }
  }

  private static <T> T[] append(T[] array, T element) {
    T[] longer = Arrays.copyOf(array, array.length + 1);
    longer[array.length] = element;
    return longer;
  }

  private static Kind kind(String value) throws BadValue {
    if (value.equalsIgnoreCase("server")) {
      return Kind.SERVER;
    }
    if (value.equalsIgnoreCase("client")) {
      return Kind.CLIENT;
    }
    throw new BadValue("kind is server or client", "write kind:server or kind:client");
  }

  private static Glob glob(String pattern, boolean host) throws BadValue {
    if (!host && pattern.charAt(0) != '/' && pattern.charAt(0) != '*') {
      throw new BadValue(
          "a path begins with / or *; " + Problem.quote(pattern) + " does not",
          "write /" + pattern);
    }
    try {
      return host ? Glob.host(pattern) : Glob.path(pattern);
    } catch (IllegalArgumentException e) {
      throw new BadValue(Problem.quote(pattern) + " has " + e.getMessage(), "shorten it");
    }
  }

  boolean namesRoute() {
    return routes.length > 0;
  }

  boolean matches(Kind callKind, String method, String host, String path, String route) {
    return isOneOf(kinds, callKind)
        && isOneOf(methods, method)
        && isOneOf(hosts, host)
        && isOneOf(paths, path)
        && isOneOf(routes, route);
  }

  private static boolean isOneOf(Object[] values, Object value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i].equals(value)) {
        return true;
      }
    }
    return values.length == 0;
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
