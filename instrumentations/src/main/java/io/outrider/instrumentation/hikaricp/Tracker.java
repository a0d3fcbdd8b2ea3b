// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.pool.HikariPool;
import io.outrider.instrumentation.PoolReading;
import io.outrider.instrumentation.PoolTimes;
import io.outrider.instrumentation.Pools;
import java.lang.invoke.MethodHandles;

/**
 * Hands on what the pool measures. The pool holds it, and it holds what reads the pool: they go
 * together.
 */
final class Tracker implements IMetricsTracker {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final IMetricsTracker own;
  private final Reading reading;
  private final PoolTimes times;

  /**
   * @param own the application's; null for none
   */
  Tracker(HikariPool pool, String name, IMetricsTracker own) {
    this.own = own;
    this.reading = new Reading(pool);
    this.times = times(pool, name, reading);
  }

  private static PoolTimes times(HikariPool pool, String name, Reading reading) {
    try {
      return Pools.register(pool, name, reading);
    } catch (Throwable e) {
      // This is the pool's own constructor.
      return PoolTimes.NONE;
    }
  }

  @Override
  public void recordConnectionCreatedMillis(long millis) {
    times.created(millis * NANOS_PER_MILLI);
    if (own != null) {
      own.recordConnectionCreatedMillis(millis);
    }
  }

  @Override
  public void recordConnectionAcquiredNanos(long nanos) {
    times.waited(nanos);
    if (own != null) {
      own.recordConnectionAcquiredNanos(nanos);
    }
  }

  @Override
  public void recordConnectionUsageMillis(long millis) {
    times.used(millis * NANOS_PER_MILLI);
    if (own != null) {
      own.recordConnectionUsageMillis(millis);
    }
  }

  @Override
  public void recordConnectionTimeout() {
    times.timedOut();
    if (own != null) {
      own.recordConnectionTimeout();
    }
  }

  @Override
  public void close() {
    reading.close();
    if (own != null) {
      own.close();
    }
  }

  private static final class Reading extends PoolReading {
    private final HikariPool pool;

    /** Null in versions before 2.7.7, which keep it to themselves. */
    private final HikariConfig config;

    private volatile boolean closed;

    Reading(HikariPool pool) {
      this.pool = pool;
      this.config = config(pool);
    }

    private static HikariConfig config(HikariPool pool) {
      try {
        // Not by reflection, to which the class that declares the field is not public.
        return (HikariConfig)
            MethodHandles.publicLookup()
                .findGetter(HikariPool.class, "config", HikariConfig.class)
                .invokeExact(pool);
      } catch (Throwable e) {
        return null;
      }
    }

    @Override
    public long used() {
      return pool.getActiveConnections();
    }

    @Override
    public long idle() {
      return pool.getIdleConnections();
    }

    @Override
    public long pending() {
      return pool.getThreadsAwaitingConnection();
    }

    @Override
    public long max() {
      return config == null ? UNKNOWN : config.getMaximumPoolSize();
    }

    @Override
    public long idleMin() {
      return config == null ? UNKNOWN : config.getMinimumIdle();
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    void close() {
      closed = true;
    }
  }
}
