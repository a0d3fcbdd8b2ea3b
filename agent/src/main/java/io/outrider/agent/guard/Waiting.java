// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** What a rule says about waiting for a place. Immutable. */
final class Waiting {
  static final Waiting NONE = new Waiting(0, 0);

  /** As many as may be under way, whatever that is at the time. */
  static final int AS_MANY = -1;

  final int maxQueue;
  final long maxNanos;

  /**
   * @param maxQueue how many calls may wait, or {@link #AS_MANY}
   * @param maxNanos how long; 0: not at all
   */
  Waiting(int maxQueue, long maxNanos) {
    this.maxQueue = maxQueue;
    this.maxNanos = maxNanos;
  }

  boolean allowed() {
    return maxNanos > 0 && maxQueue != 0;
  }

  int maxQueue(int limit) {
    return maxQueue == AS_MANY ? limit : maxQueue;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Waiting
        && maxQueue == ((Waiting) other).maxQueue
        && maxNanos == ((Waiting) other).maxNanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(maxNanos * 31 + maxQueue);
  }
}
