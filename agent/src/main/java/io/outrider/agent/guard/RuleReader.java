// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Reads the values of one rule. What is wrong is gathered, each time with key, value and what is
 * allowed; the reader then goes on with a default, and the rule is dropped at the end.
 */
final class RuleReader {
  private static final int MAX_QUOTED = 80;

  private final String prefix;
  private final Map<String, String> values;
  private final UnaryOperator<String> places;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param prefix of the keys, as the user wrote them: {@code outrider.rules.inventory.}
   */
  RuleReader(String prefix, Map<String, String> values) {
    this(prefix, values, null);
  }

  /**
   * @param places where the text of a key stands, such as a file and its line; null, or an answer
   *     of null: not known
   */
  RuleReader(String prefix, Map<String, String> values, UnaryOperator<String> places) {
    this.prefix = prefix;
    this.values = values;
    this.places = places;
  }

  List<String> problems() {
    return problems;
  }

  boolean has(String suffix) {
    return values.containsKey(suffix);
  }

  boolean hasGroup(String group) {
    for (String suffix : values.keySet()) {
      if (suffix.startsWith(group + '.')) {
        return true;
      }
    }
    return false;
  }

  /** Trimmed; null when it is not there. */
  String text(String suffix) {
    String value = values.get(suffix);
    return value == null ? null : value.trim();
  }

  void problem(String suffix, String allowed) {
    String value = String.valueOf(values.get(suffix));
    String quoted = value.length() > MAX_QUOTED ? value.substring(0, MAX_QUOTED) + "..." : value;
    problems.add(prefix + suffix + '=' + quoted + place(suffix) + ": " + allowed);
  }

  private String place(String suffix) {
    String place = places == null ? null : places.apply(prefix + suffix);
    return place == null ? "" : " (" + place + ')';
  }

  void unknownSuffixes() {
    List<String> known = RuleSuffix.names();
    for (String suffix : values.keySet()) {
      if (!known.contains(suffix)) {
        problems.add(
            prefix + suffix + place(suffix) + " is not known" + Suggestion.of(suffix, known));
      }
    }
  }

  /** Nanoseconds; {@code otherwise} when it is not there. */
  long duration(String suffix, long otherwise, long atMost) {
    String value = text(suffix);
    if (value == null) {
      return otherwise;
    }
    long nanos = Durations.parse(value);
    if (nanos > 0 && nanos <= atMost) {
      return nanos;
    }
    String limit = ", above 0 and up to " + Durations.text(atMost);
    boolean bare = Durations.parse(value + "ms") > 0;
    problem(
        suffix,
        "allowed is "
            + Durations.ALLOWED
            + limit
            + (bare ? "; write " + value + "ms or " + value + "s" : ""));
    return otherwise;
  }

  /** Likewise, where no time at all has a meaning and people write it out: {@code 0ms}. */
  long durationOrZero(String suffix, long otherwise, long atMost) {
    String value = text(suffix);
    return value != null && Durations.parse(value) == 0 ? 0 : duration(suffix, otherwise, atMost);
  }

  int integer(String suffix, int otherwise, int atLeast, int atMost) {
    String value = text(suffix);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= atLeast && number <= atMost) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, together with what is out of range.
    }
    problem(suffix, "allowed is a whole number from " + atLeast + " to " + atMost);
    return otherwise;
  }

  /** Hundredths of a percent. */
  int percent(String suffix, int otherwise) {
    String value = text(suffix);
    if (value == null) {
      return otherwise;
    }
    String number = value.endsWith("%") ? value.substring(0, value.length() - 1).trim() : value;
    try {
      double rate = Double.parseDouble(number);
      long hundredths = Math.round(rate * 100);
      if (hundredths >= 1 && rate <= 100) {
        return (int) hundredths;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, together with what is out of range.
    }
    problem(suffix, "allowed is a percentage above 0, to 100");
    return otherwise;
  }

  /** The parts between commas, trimmed; empty when it is not there. */
  List<String> list(String suffix) {
    List<String> parts = new ArrayList<>();
    String value = text(suffix);
    if (value == null) {
      return parts;
    }
    for (String part : value.split(",", -1)) {
      String trimmed = part.trim();
      if (trimmed.isEmpty()) {
        problem(suffix, "allowed is a list separated by commas, with no empty place in it");
        break;
      }
      parts.add(trimmed);
    }
    return parts;
  }
}
