// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Tokens that come slowly at first: from the first call on the rate rises evenly from a third to
 * the whole, and then stays there.
 *
 * <p>It is done by time. Behind this, buckets have their whole rate and a clock that goes at a
 * third of its speed at first: after {@code e} of {@code w} it shows {@code e/3 + e*e/(3*w)}. So
 * burst, waits and what is given back stay what they are, and every wait is translated back
 * exactly.
 *
 * <p>The ramp belongs to the process that warms up, not to its callers: a pause does not restart
 * it, and fills the bucket, as ever.
 */
final class WarmUp implements Tokens {
  private final long spanNanos;

  /** What the slow clock shows when it has caught up. */
  private final long caughtUpNanos;

  private final Tokens tokens;
  private volatile boolean begun;
  private long startNanos;

  /**
   * @param tokens on a clock that begins at 0
   * @param before goes on where that one stands; null begins with the first call
   */
  WarmUp(long spanNanos, Tokens tokens, WarmUp before) {
    this.spanNanos = spanNanos;
    this.caughtUpNanos = ramp(spanNanos);
    this.tokens = tokens;
    if (before != null && before.begun) {
      startNanos = before.startNanos;
      begun = true;
    }
  }

  boolean hasBegun() {
    return begun;
  }

  @Override
  public long reserve(long key, long nowNanos, long maxWaitNanos) {
    long elapsed = elapsed(nowNanos);
    long slow = slow(elapsed);
    long maxWait = maxWaitNanos == 0 ? 0 : slow(elapsed + maxWaitNanos) - slow;
    long wait = tokens.reserve(key, slow, maxWait);
    // Who asks again later finds a rate no lower than now: it does not come too early.
    return wait < 0 ? elapsed - real(slow - wait) : wait == 0 ? 0 : real(slow + wait) - elapsed;
  }

  @Override
  public void release(long key, long turnNanos) {
    tokens.release(key, slow(elapsed(turnNanos)));
  }

  @Override
  public int keys() {
    return tokens.keys();
  }

  private long elapsed(long nowNanos) {
    if (!begun) {
      begin(nowNanos);
    }
    return Math.max(0, nowNanos - startNanos);
  }

  private synchronized void begin(long nowNanos) {
    if (!begun) {
      startNanos = nowNanos;
      begun = true;
    }
  }

  /** What the slow clock shows. */
  long slow(long elapsed) {
    return elapsed < spanNanos ? ramp(elapsed) : elapsed - spanNanos + caughtUpNanos;
  }

  /** A double holds some months of nanoseconds exactly, and rounding keeps the order. */
  private long ramp(long elapsed) {
    return (long) ((double) elapsed * (spanNanos + elapsed) / (3.0 * spanNanos));
  }

  /** The first moment at which the slow clock shows this. */
  long real(long slow) {
    if (slow > caughtUpNanos) {
      return slow - caughtUpNanos + spanNanos;
    }
    double w = spanNanos;
    long elapsed = (long) ((Math.sqrt(w * w + 12 * w * slow) - w) / 2);
    while (slow(elapsed) < slow) {
      elapsed++;
    }
    while (elapsed > 0 && slow(elapsed - 1) >= slow) {
      elapsed--;
    }
    return elapsed;
  }
}
