// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hikaricp;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.pool.HikariPool;
import io.outrider.instrumentation.WrapAdapter;

/** Puts our measurements beside those of the application. */
final class MeasuredPool implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    return argument instanceof Factory || !(self instanceof HikariPool)
        ? argument
        : new Factory((HikariPool) self, (MetricsTrackerFactory) argument);
  }

  private static final class Factory implements MetricsTrackerFactory {
    private final HikariPool pool;
    private final MetricsTrackerFactory own;

    /**
     * @param own null for none
     */
    Factory(HikariPool pool, MetricsTrackerFactory own) {
      this.pool = pool;
      this.own = own;
    }

    @Override
    public IMetricsTracker create(String poolName, PoolStats poolStats) {
      IMetricsTracker inner = own == null ? null : own.create(poolName, poolStats);
      return new Tracker(pool, poolName, inner);
    }
  }
}
