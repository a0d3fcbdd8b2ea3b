// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/**
 * How long one pool lets callers wait, as far as a rule has changed that. What the application set
 * comes back when the rule goes, unless the application has set something else by then.
 */
final class PoolLimit {
  /** What was wanted last; then there is nothing more to do. */
  private volatile long wantedNanos;

  private boolean ours;
  private long oursMillis;
  private long ownMillis;

  /**
   * @param nanos 0: as the application set it
   * @param used whether the pool has given out connections
   */
  void set(Pool pool, Object dataSource, long nanos, boolean used) {
    if (nanos != wantedNanos && pool.canLimit()) {
      change(pool, dataSource, nanos, used);
    }
  }

  private synchronized void change(Pool pool, Object dataSource, long nanos, boolean used) {
    if (nanos == wantedNanos) {
      return;
    }
    // Whatever comes of it: a pool that does not want it is not asked with every connection.
    wantedNanos = nanos;
    if (used && pool.restarts()) {
      return;
    }
    try {
      long current = pool.waitMillis(dataSource);
      long before = current;
      if (ours && current == oursMillis) {
        current = ownMillis;
      }
      long millis = nanos == 0 ? 0 : pool.millis(nanos);
      ours = millis > 0 && pool.exceeds(current, millis);
      oursMillis = millis;
      ownMillis = current;
      long wanted = ours ? millis : current;
      if (wanted != before) {
        pool.waitMillis(dataSource, wanted);
      }
    } catch (Throwable e) {
      // It is closed, or sealed: it stays as it is.
      ours = false;
    }
  }
}
