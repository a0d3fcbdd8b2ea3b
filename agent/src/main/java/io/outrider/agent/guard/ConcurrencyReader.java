// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about limits of concurrency that find themselves. */
final class ConcurrencyReader {
  private static final int INITIAL = 20;
  private static final int MIN = 4;
  private static final int MAX = 200;
  private static final int MOST = 100_000;

  private ConcurrencyReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("concurrency")) {
      return null;
    }
    AdaptiveLimit.Algorithm algorithm = algorithm(reader);
    int min = reader.integer("concurrency.min", MIN, 1, MOST);
    int max = reader.integer("concurrency.max", MAX, 1, MOST);
    int initial = reader.integer("concurrency.initial", INITIAL, 1, MOST);
    // What is written must fit together; a default gives way to what is written.
    if (min > max) {
      if (reader.has("concurrency.min") && reader.has("concurrency.max")) {
        reader.problem("concurrency.max", "it is below concurrency.min, which is " + min);
      } else if (reader.has("concurrency.min")) {
        max = min;
      } else {
        min = max;
      }
    }
    if (reader.has("concurrency.initial") && (initial < min || initial > max)) {
      reader.problem(
          "concurrency.initial",
          "allowed is a whole number from " + min + " to " + max + ", the lowest and the highest");
    }
    initial = Math.max(min, Math.min(max, initial));
    Waiting waiting = BulkheadReader.waiting(reader, "concurrency");
    return new ConcurrencySettings(algorithm, initial, min, max, waiting);
  }

  private static AdaptiveLimit.Algorithm algorithm(RuleReader reader) {
    String text = reader.text("concurrency.limit");
    AdaptiveLimit.Algorithm algorithm = AdaptiveLimit.Algorithm.of(text);
    if (text == null) {
      reader
          .problems()
          .add("a limit of concurrency needs concurrency.limit, allowed is aimd or gradient2");
    } else if (algorithm == null) {
      reader.problem("concurrency.limit", "allowed is aimd or gradient2");
    }
    return algorithm == null ? AdaptiveLimit.Algorithm.AIMD : algorithm;
  }
}
