// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/** Finds out how many calls may be under way, from how those that were made have ended. */
abstract class AdaptiveLimit {
  enum Algorithm {
    AIMD("aimd"),
    GRADIENT2("gradient2");

    private final String text;

    Algorithm(String text) {
      this.text = text;
    }

    /** As written in a rule; null when it names none. */
    static Algorithm of(String text) {
      for (Algorithm algorithm : values()) {
        if (algorithm.text.equals(text)) {
          return algorithm;
        }
      }
      return null;
    }
  }

  private final Algorithm algorithm;
  private volatile int min;
  private volatile int max;

  AdaptiveLimit(Algorithm algorithm, int min, int max) {
    this.algorithm = algorithm;
    bounds(min, max);
  }

  final Algorithm algorithm() {
    return algorithm;
  }

  final void bounds(int atLeast, int atMost) {
    min = atLeast;
    max = atMost;
  }

  final int bounded(double limit) {
    return (int) Math.max(min, Math.min(max, Math.floor(limit)));
  }

  final boolean atMinimum(int limit) {
    return limit <= min;
  }

  /** Sets the limit, within the bounds. */
  final void change(Places places, double limit) {
    int next = bounded(limit);
    if (next != places.limit()) {
      places.limit(next);
    }
  }

  /**
   * A call has ended. On the hot path: no lock, no allocation but once a window.
   *
   * @param outcome not {@link Outcome#UNUSED}
   * @param inFlight how many were under way just before it ended, with itself
   */
  abstract void ended(Places places, Outcome outcome, int inFlight, long startNanos, long endNanos);
}
