// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Reads what a rule says about fixed limits of concurrency. */
final class BulkheadReader {
  private static final int MOST = 100_000;
  private static final long LONGEST_WAIT = 60 * BreakerSettings.NS_PER_S;

  private BulkheadReader() {}

  /** Null when the rule says nothing about it. */
  static GuardSettings read(RuleReader reader, CallKind kind) {
    if (!reader.hasGroup("bulkhead")) {
      return null;
    }
    if (!reader.has("bulkhead.max-concurrent")) {
      reader
          .problems()
          .add("a bulkhead needs bulkhead.max-concurrent, a whole number from 1 to " + MOST);
    }
    int limit = reader.integer("bulkhead.max-concurrent", 1, 1, MOST);
    return new BulkheadSettings(limit, waiting(reader, "bulkhead"));
  }

  /** The two keys about waiting, which are the same for both kinds of limits. */
  static Waiting waiting(RuleReader reader, String group) {
    String queueKey = group + ".max-queue";
    String waitKey = group + ".max-wait";
    int queue = reader.integer(queueKey, Waiting.AS_MANY, 0, MOST);
    long wait = reader.durationOrZero(waitKey, 0, LONGEST_WAIT);
    if (queue > 0 && !reader.has(waitKey)) {
      reader.problem(queueKey, "it needs " + waitKey + ", such as 100ms: nobody would wait");
    }
    return wait == 0 ? Waiting.NONE : new Waiting(queue, wait);
  }
}
