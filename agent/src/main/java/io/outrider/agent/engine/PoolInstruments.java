// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.outrider.instrumentation.PoolReading;

/**
 * The metrics of connection pools by the semantic conventions, version 1.44, where they are in
 * development. Made with the first pool. Counts are read when metrics are collected.
 */
final class PoolInstruments implements Runnable {
  final DoubleHistogram createTime;
  final DoubleHistogram waitTime;
  final DoubleHistogram useTime;
  final LongCounter timeouts;
  private final PoolMetrics pools;
  private final ObservableLongMeasurement count;
  private final ObservableLongMeasurement max;
  private final ObservableLongMeasurement idleMin;
  private final ObservableLongMeasurement idleMax;
  private final ObservableLongMeasurement pending;

  PoolInstruments(Meter meter, PoolMetrics pools) {
    this.pools = pools;
    createTime = time(meter, "create_time", "Time to open a new connection.");
    waitTime = time(meter, "wait_time", "Time a caller waited for a connection of the pool.");
    useTime = time(meter, "use_time", "Time a caller kept a connection.");
    timeouts =
        meter
            .counterBuilder("db.client.connection.timeouts")
            .setUnit("{timeout}")
            .setDescription("Callers that waited for a connection in vain.")
            .build();
    count = number(meter, "count", "{connection}", "Connections in use, and idle.");
    max = number(meter, "max", "{connection}", "The most connections there may be.");
    idleMin = number(meter, "idle.min", "{connection}", "Connections that are kept idle.");
    idleMax = number(meter, "idle.max", "{connection}", "The most connections kept idle.");
    pending = number(meter, "pending_requests", "{request}", "Callers that wait now.");
    meter.batchCallback(this, count, max, idleMin, idleMax, pending);
  }

  private static DoubleHistogram time(Meter meter, String name, String text) {
    return Instruments.seconds(meter, "db.client.connection." + name, text, Instruments.DB);
  }

  private static ObservableLongMeasurement number(
      Meter meter, String name, String unit, String text) {
    return meter
        .upDownCounterBuilder("db.client.connection." + name)
        .setUnit(unit)
        .setDescription(text)
        .buildObserver();
  }

  @Override
  public void run() {
    for (PoolSeries pool : pools.open()) {
      try {
        record(pool, pool.reading());
      } catch (Throwable e) {
        Errors.observing("a connection pool", e);
      }
    }
  }

  private void record(PoolSeries pool, PoolReading reading) {
    if (reading == null) {
      return;
    }
    record(count, reading.used(), pool.usedAttributes);
    record(count, reading.idle(), pool.idleAttributes);
    record(max, reading.max(), pool.attributes);
    record(idleMin, reading.idleMin(), pool.attributes);
    record(idleMax, reading.idleMax(), pool.attributes);
    record(pending, reading.pending(), pool.attributes);
  }

  /** Below zero it is unknown, or no limit. */
  private static void record(ObservableLongMeasurement to, long value, Attributes attributes) {
    if (value >= 0) {
      to.record(value, attributes);
    }
  }
}
