// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** When something is switched off: always, or while a number is above a threshold. Immutable. */
final class DegradeCondition {
  /** What is looked at. */
  enum Of {
    ALWAYS("always"),
    CPU("cpu"),
    HEAP("heap"),
    IN_FLIGHT("in-flight");

    private final String text;

    Of(String text) {
      this.text = text;
    }
  }

  static final String ALLOWED =
      "allowed is always, or one or more of cpu > 85%, heap > 90%, in-flight > 200, separated by"
          + " commas";

  private static final int MAX_IN_FLIGHT = 1_000_000;

  final Of of;

  /** Parts of one, or a number of requests. */
  final double threshold;

  private DegradeCondition(Of of, double threshold) {
    this.of = of;
    this.threshold = threshold;
  }

  /** Null when it is none. */
  static DegradeCondition parse(String text) {
    int above = text.indexOf('>');
    if (above < 0) {
      return text.trim().equals(Of.ALWAYS.text) ? new DegradeCondition(Of.ALWAYS, 0) : null;
    }
    String name = text.substring(0, above).trim();
    String number = text.substring(above + 1).trim();
    if (name.equals(Of.IN_FLIGHT.text)) {
      double calls = number(number);
      boolean whole = calls >= 0 && calls <= MAX_IN_FLIGHT && calls == Math.rint(calls);
      return whole ? new DegradeCondition(Of.IN_FLIGHT, calls) : null;
    }
    Of of = name.equals(Of.CPU.text) ? Of.CPU : name.equals(Of.HEAP.text) ? Of.HEAP : null;
    boolean percent = number.endsWith("%");
    double part = percent ? number(number.substring(0, number.length() - 1).trim()) : -1;
    return of != null && part >= 0 && part <= 100 ? new DegradeCondition(of, part / 100) : null;
  }

  /** Digits and at most one point; -1 when it is something else. */
  private static double number(String text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return -1;
      }
    }
    return text.length() == points || points > 1 || text.length() > 12
        ? -1
        : Double.parseDouble(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DegradeCondition
        && of == ((DegradeCondition) other).of
        && threshold == ((DegradeCondition) other).threshold;
  }

  @Override
  public int hashCode() {
    return of.text.hashCode() + Double.valueOf(threshold).hashCode();
  }
}
