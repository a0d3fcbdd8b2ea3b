// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing a rule can say: {@code outrider.rules.NAME.SUFFIX}, or {@code outrider.SUFFIX} for the
 * rule named {@code default} that every call falls to.
 */
public final class RuleSuffix {
  /** How the text of a value is read. */
  public enum Type {
    /** {@code client:http,host:inventory.*}: conditions; a key given twice is one of several. */
    MATCH,
    /** Texts separated by commas. */
    LIST,
    /** {@code enforce}, {@code dry-run} or {@code off}. */
    MODE,
    INTEGER,
    /** A number with a unit: {@code ms}, {@code s}, {@code m}, {@code h}. */
    DURATION,
    /** Above 0, to 100. */
    PERCENT,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code 500/s}, {@code 100/m}, {@code 10/h}. */
    RATE,
    /** {@code critical-plus}, {@code critical}, {@code sheddable-plus} or {@code sheddable}. */
    LEVEL,
    /** Any text. */
    TEXT,
    /** A duration, or {@code 100 calls}. */
    WINDOW,
    /** {@code 500-599,429}. */
    STATUSES,
    /** Full class names, separated by commas; subclasses are meant, too. */
    CLASS_NAMES
  }

  private static final List<RuleSuffix> ALL = RuleSuffixes.all();

  private final String name;
  private final Type type;
  private final String defaultValue;
  private final String text;

  RuleSuffix(String name, Type type, String defaultValue, String text) {
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.text = text;
  }

  /** Every suffix there is, in the order of the reference. */
  public static List<RuleSuffix> all() {
    return ALL;
  }

  /**
   * True when {@code outrider.SUFFIX} belongs to the rule named {@code default}, if only by its
   * first word: {@code timeout.reqest} does, so that the mistake is reported as what it is.
   */
  public static boolean isShorthand(String suffix) {
    int dot = suffix.indexOf('.');
    String first = dot < 0 ? suffix : suffix.substring(0, dot);
    for (RuleSuffix known : ALL) {
      boolean group = known.name.startsWith(first + '.') && !first.equals("match");
      if (group || known.name.equals(suffix) && suffix.equals("mode")) {
        return true;
      }
    }
    return false;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (RuleSuffix suffix : ALL) {
      names.add(suffix.name);
    }
    return names;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /** As it would be written; empty when there is none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** A sentence for the reference. */
  public String text() {
    return text;
  }
}
