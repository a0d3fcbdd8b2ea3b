// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.outrider.instrumentation.PoolReading;
import io.outrider.instrumentation.PoolTimes;
import java.lang.ref.WeakReference;

/** One connection pool, with the attributes of its series made once. */
final class PoolSeries extends PoolTimes {
  private static final double NANOS_PER_SECOND = 1e9;

  final Attributes attributes;
  final Attributes usedAttributes;
  final Attributes idleAttributes;
  private final PoolMetrics metrics;
  private final String name;
  private final WeakReference<Object> pool;
  private volatile WeakReference<PoolReading> reading;
  private volatile boolean over;

  PoolSeries(PoolMetrics metrics, String name, Object pool, PoolReading reading) {
    this.metrics = metrics;
    this.name = name;
    this.pool = new WeakReference<Object>(pool);
    this.reading = new WeakReference<PoolReading>(reading);
    attributes = Attributes.of(Semantics.DB_POOL_NAME, name);
    usedAttributes =
        Attributes.of(Semantics.DB_POOL_NAME, name, Semantics.DB_CONNECTION_STATE, "used");
    idleAttributes =
        Attributes.of(Semantics.DB_POOL_NAME, name, Semantics.DB_CONNECTION_STATE, "idle");
  }

  String name() {
    return name;
  }

  /** Null when it is gone. */
  Object pool() {
    return pool.get();
  }

  /** Null when the pool is gone. */
  PoolReading reading() {
    return reading.get();
  }

  void read(PoolReading by) {
    reading = new WeakReference<PoolReading>(by);
  }

  void end() {
    over = true;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void waited(long nanos) {
    try {
      PoolInstruments to = metrics.instruments();
      if (to != null) {
        to.waitTime.record(nanos / NANOS_PER_SECOND, attributes);
      }
    } catch (Throwable e) {
      Errors.observing("a connection pool", e);
    }
  }

  @Override
  public void used(long nanos) {
    try {
      PoolInstruments to = metrics.instruments();
      if (to != null) {
        to.useTime.record(nanos / NANOS_PER_SECOND, attributes);
      }
    } catch (Throwable e) {
      Errors.observing("a connection pool", e);
    }
  }

  @Override
  public void created(long nanos) {
    try {
      PoolInstruments to = metrics.instruments();
      if (to != null) {
        to.createTime.record(nanos / NANOS_PER_SECOND, attributes);
      }
    } catch (Throwable e) {
      Errors.observing("a connection pool", e);
    }
  }

  @Override
  public void timedOut() {
    try {
      PoolInstruments to = metrics.instruments();
      if (to != null) {
        to.timeouts.add(1, attributes);
      }
    } catch (Throwable e) {
      Errors.observing("a connection pool", e);
    }
  }
}
