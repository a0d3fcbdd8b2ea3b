// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    /** A duration, or {@code 100 calls}. */
    WINDOW,
    /** {@code 500-599,429}. */
    STATUSES,
    /** Full class names, separated by commas; subclasses are meant, too. */
    CLASS_NAMES
  }

  private static final List<RuleSuffix> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              new RuleSuffix(
                  "match", Type.MATCH, "", "The calls the rule is for; none: every one."),
              new RuleSuffix("match.client", Type.LIST, "", "Calls going out: http, jdbc."),
              new RuleSuffix("match.server", Type.LIST, "", "Calls coming in: http."),
              new RuleSuffix(
                  "match.host",
                  Type.LIST,
                  "",
                  "Host names; * stays between two dots, ** does not."),
              new RuleSuffix("match.port", Type.LIST, "", "Ports."),
              new RuleSuffix("match.method", Type.LIST, "", "HTTP methods, in capitals."),
              new RuleSuffix(
                  "match.path", Type.LIST, "", "Paths; * stays between two slashes, ** does not."),
              new RuleSuffix(
                  "match.route",
                  Type.LIST,
                  "",
                  "Routes as the application wrote them; decided where the framework found them."),
              new RuleSuffix("match.pool", Type.LIST, "", "Names of connection pools; may hold *."),
              new RuleSuffix("match.database", Type.LIST, "", "Names of databases; may hold *."),
              new RuleSuffix(
                  "mode",
                  Type.MODE,
                  "enforce",
                  "Refuse, only count what would be refused, or do nothing. Without a rule's name: for"
                      + " all rules that do not say."),
              new RuleSuffix(
                  "order",
                  Type.INTEGER,
                  "0",
                  "Rules are tried from low to high; equal ones in the file's order, without a file by"
                      + " name."),
              new RuleSuffix(
                  "timeout.connect",
                  Type.DURATION,
                  "",
                  "The longest a connection takes to be made."),
              new RuleSuffix(
                  "timeout.request", Type.DURATION, "", "The longest an HTTP call takes."),
              new RuleSuffix(
                  "timeout.query", Type.DURATION, "", "The longest an SQL statement takes."),
              new RuleSuffix(
                  "circuit-breaker.window",
                  Type.WINDOW,
                  "10s",
                  "The calls that are judged: of the last so much time, or the last so many."),
              new RuleSuffix(
                  "circuit-breaker.failure-rate",
                  Type.PERCENT,
                  "50",
                  "Opens when this part of the calls failed, or more."),
              new RuleSuffix(
                  "circuit-breaker.slow-call",
                  Type.DURATION,
                  "",
                  "A call that takes this long, or longer, is slow; none: no call is."),
              new RuleSuffix(
                  "circuit-breaker.slow-call-rate",
                  Type.PERCENT,
                  "100",
                  "Opens when this part of the calls was slow, or more."),
              new RuleSuffix(
                  "circuit-breaker.minimum-calls",
                  Type.INTEGER,
                  "20",
                  "Fewer calls than this in the window are not judged."),
              new RuleSuffix(
                  "circuit-breaker.wait-open",
                  Type.DURATION,
                  "5s",
                  "How long it stays open, give or take 20 %; doubles each time the probes fail."),
              new RuleSuffix(
                  "circuit-breaker.wait-open-max", Type.DURATION, "5m", "Where doubling ends."),
              new RuleSuffix(
                  "circuit-breaker.half-open-calls",
                  Type.INTEGER,
                  "5",
                  "How many calls go through as probes before it closes."),
              new RuleSuffix(
                  "circuit-breaker.failure-status",
                  Type.STATUSES,
                  "500-599",
                  "HTTP statuses that count as failures."),
              new RuleSuffix(
                  "circuit-breaker.record-exceptions",
                  Type.CLASS_NAMES,
                  "",
                  "If given, only these exceptions count as failures."),
              new RuleSuffix(
                  "circuit-breaker.ignore-exceptions",
                  Type.CLASS_NAMES,
                  "",
                  "Exceptions that count neither as failure nor as success.")));

  private final String name;
  private final Type type;
  private final String defaultValue;
  private final String text;

  private RuleSuffix(String name, Type type, String defaultValue, String text) {
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
