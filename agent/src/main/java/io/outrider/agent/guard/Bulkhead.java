// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * Lets only so many calls be under way at once. Who comes when all places are taken is refused and
 * never waits; it is no queue and knows no order.
 */
final class Bulkhead extends Guard {
  /** Nobody knows when a place will be free; this is soon enough to ask again. */
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final String peer;
  private final HotLong inUse = new HotLong();
  private final Permit permit = new Place();
  private volatile int limit;

  /**
   * @param limit at least 1
   */
  Bulkhead(String rule, String peer, int limit) {
    super(GuardKind.BULKHEAD, rule);
    this.peer = peer;
    this.limit = limit;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    while (true) {
      long taken = inUse.get();
      int allowed = limit;
      if (taken >= allowed) {
        String reason = "all " + allowed + " places of the bulkhead are taken";
        return new Refusal(kind(), rule(), peer, reason, nowNanos + RETRY_NANOS);
      }
      if (inUse.compareAndSet(taken, taken + 1)) {
        return permit;
      }
    }
  }

  int inUse() {
    return (int) Math.max(0, inUse.get());
  }

  /** Calls beyond a lower limit may end; no new one begins until they are below it. */
  void limit(int calls) {
    limit = calls;
  }

  private final class Place extends Permit {
    @Override
    public void end(Outcome outcome, long startNanos, long endNanos) {
      // Ended twice: a free place too many for a moment is the lesser harm than one for ever.
      if (inUse.addAndGet(-1) < 0) {
        inUse.addAndGet(1);
      }
    }
  }
}
