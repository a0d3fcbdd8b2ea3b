// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Counts the most recent calls. Recording never blocks.
 *
 * <p>A rate can only cross its threshold upwards when a call failed, was slow, or was the one that
 * made the number of calls sufficient. So {@link #record} gives totals only then: a good call in a
 * busy window costs one atomic addition.
 */
abstract class FailureWindow {
  /** What {@link #record} returns when there is nothing to judge. */
  static final long NOTHING_TO_JUDGE = 0;

  /**
   * Records one call.
   *
   * @param call what {@link Counts#of} gives
   * @return the packed totals, if this call may have carried a rate over its threshold
   */
  abstract long record(long call, long nowNanos);

  /** The packed totals now. */
  abstract long totals(long nowNanos);
}
