// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Where a rate limiter takes its tokens from: the buckets of this process, one or one for each key.
 *
 * <p>A limit that many instances share belongs here, too, and has to keep to this: {@link #reserve}
 * answers from memory, whatever the store is doing. The store is asked in the background and ahead
 * of need, for some tens of milliseconds' worth of tokens at a time, which are then handed out
 * here; what is left of a lease when it ends goes back. While the store cannot be reached an
 * instance has its share of the limit, the limit divided by the number of instances last seen: not
 * the whole of it, which would let many times the limit pass, and not nothing.
 */
interface Tokens {
  /** The key of calls that have none; they all share one bucket. */
  long NO_KEY = 0;

  /**
   * Takes one token, now or from the near future. Never blocks, whatever it takes to find out.
   *
   * @param key a hash that tells keys apart, or {@link #NO_KEY}
   * @param nowNanos {@link System#nanoTime} of now; may lag behind what other threads passed
   * @param maxWaitNanos the longest the caller is willing to wait; 0: not at all
   * @return nanoseconds the caller has to wait before it goes on, 0 or more; or, when that would be
   *     too long, nothing was taken and the result is minus the nanoseconds after which to ask
   *     again
   */
  long reserve(long key, long nowNanos, long maxWaitNanos);

  /**
   * Gives a token back that was not used, unless somebody else waits for a later turn: those were
   * told their moments, and the token would let two of them go at once.
   *
   * @param turnNanos the moment for which it was granted: that of asking, and the wait
   */
  void release(long key, long turnNanos);

  /** How many keys have a bucket. */
  int keys();
}
