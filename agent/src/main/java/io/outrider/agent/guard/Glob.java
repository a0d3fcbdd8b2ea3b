// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.Locale;

/**
 * A pattern for hosts, paths and names. In a host or name {@code *} is any text and {@code ?} any
 * one character. In a path {@code *} and {@code ?} stop at a slash, {@code **} does not, and a
 * trailing {@code /**} also matches the path before it.
 */
final class Glob {
  private final String pattern;
  private final boolean path;
  private final boolean ignoreCase;

  /** For the one pattern in use everywhere, {@code /api/**}: what comes before; else null. */
  private final String tree;

  private Glob(String pattern, boolean path, boolean ignoreCase) {
    this.pattern = pattern;
    this.path = path;
    this.ignoreCase = ignoreCase;
    String before = pattern.endsWith("/**") ? pattern.substring(0, pattern.length() - 3) : "*";
    boolean plain = before.indexOf('*') < 0 && before.indexOf('?') < 0;
    this.tree = path && plain ? before : null;
  }

  /** Hosts have no case. */
  static Glob host(String pattern) {
    return new Glob(pattern.toLowerCase(Locale.ROOT), false, true);
  }

  static Glob name(String pattern) {
    return new Glob(pattern, false, false);
  }

  static Glob path(String pattern) {
    return new Glob(pattern, true, false);
  }

  boolean matches(String text) {
    if (text == null) {
      return false;
    }
    if (tree != null) {
      boolean within = text.length() == tree.length() || text.startsWith("/", tree.length());
      return within && text.startsWith(tree);
    }
    if (path && pattern.endsWith("/**") && text.length() == pattern.length() - 3) {
      return matches(0, pattern.length() - 3, text);
    }
    return matches(0, pattern.length(), text);
  }

  /**
   * Goes through both texts once, and on a mismatch back to the last star, which then takes one
   * character more. A single star that may not take a slash gives way to the double star before it.
   */
  private boolean matches(int from, int end, String text) {
    int p = from;
    int t = 0;
    int star = -1;
    int starText = 0;
    int wide = -1;
    int wideText = 0;
    while (true) {
      if (p < end && pattern.charAt(p) == '*') {
        if (p + 1 < end && pattern.charAt(p + 1) == '*' || !path) {
          wide = p;
          wideText = t;
          star = -1;
          p += p + 1 < end && pattern.charAt(p + 1) == '*' ? 2 : 1;
        } else {
          star = p++;
          starText = t;
        }
      } else if (t == text.length() && p == end) {
        return true;
      } else if (t < text.length() && p < end && same(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0 && starText < text.length() && text.charAt(starText) != '/') {
        t = ++starText;
        p = star + 1;
      } else if (wide >= 0 && wideText < text.length()) {
        t = ++wideText;
        p = wide + (wide + 1 < end && pattern.charAt(wide + 1) == '*' ? 2 : 1);
        star = -1;
      } else {
        return false;
      }
    }
  }

  private boolean same(char wanted, char found) {
    if (wanted == '?') {
      return !path || found != '/';
    }
    return wanted == found || ignoreCase && wanted == Character.toLowerCase(found);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
