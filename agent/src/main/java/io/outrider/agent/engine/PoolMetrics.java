// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.PoolReading;
import io.outrider.instrumentation.PoolTimes;
import io.outrider.instrumentation.Pools;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The connection pools that are measured, each by a name of its own. */
final class PoolMetrics extends Pools {
  /** An application that makes ever new pools must not fill the heap. */
  static final int MOST = 100;

  private final Engine engine;
  private final List<PoolSeries> pools = new ArrayList<PoolSeries>();
  private volatile PoolInstruments instruments;

  PoolMetrics(Engine engine) {
    this.engine = engine;
  }

  @Override
  protected PoolTimes add(Object pool, String name, PoolReading reading) {
    synchronized (pools) {
      dropEnded();
      for (PoolSeries known : pools) {
        if (known.pool() == pool) {
          known.read(reading);
          return known;
        }
      }
      if (pools.size() < MOST) {
        PoolSeries added = new PoolSeries(this, free(name), pool, reading);
        pools.add(added);
        return added;
      }
    }
    AgentLog.warn(
        "too many pools",
        "more than " + MOST + " connection pools are open; " + name + " is not measured",
        null);
    return PoolTimes.NONE;
  }

  /** Under the lock. Two pools under one name would be one series, and neither's numbers. */
  private String free(String name) {
    String candidate = name;
    for (int number = 2; isTaken(candidate); number++) {
      candidate = name + '-' + number;
    }
    return candidate;
  }

  private boolean isTaken(String name) {
    for (PoolSeries known : pools) {
      if (known.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void dropEnded() {
    for (Iterator<PoolSeries> all = pools.iterator(); all.hasNext(); ) {
      PoolSeries known = all.next();
      if (known.reading() == null) {
        known.end();
        all.remove();
      }
    }
  }

  /** Those that are open. Asks each of them, and none while it holds a lock. */
  List<PoolSeries> open() {
    List<PoolSeries> open;
    synchronized (pools) {
      dropEnded();
      open = new ArrayList<PoolSeries>(pools);
    }
    for (Iterator<PoolSeries> all = open.iterator(); all.hasNext(); ) {
      PoolSeries known = all.next();
      PoolReading reading = known.reading();
      if (reading == null || reading.isClosed()) {
        known.end();
        all.remove();
        synchronized (pools) {
          pools.remove(known);
        }
      }
    }
    return open;
  }

  /** Null before there is telemetry, or without it. */
  PoolInstruments instruments() {
    PoolInstruments made = instruments;
    return made == null ? first() : made;
  }

  private PoolInstruments first() {
    Instruments all = engine.instruments();
    if (all == Instruments.NONE) {
      return null;
    }
    // Nothing waits in here: a virtual thread that does would hold its carrier.
    synchronized (this) {
      if (instruments == null) {
        instruments = new PoolInstruments(all.meter, this);
      }
    }
    return instruments;
  }
}
