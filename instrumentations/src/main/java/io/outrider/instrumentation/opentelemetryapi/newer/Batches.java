// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.metrics.BatchCallback;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One callback for several instruments: since 1.15. Held as those for one are. */
public final class Batches implements BatchCallback {
  private static final Set<Batches> OPEN = ConcurrentHashMap.newKeySet();

  /** What the agent holds weakly. */
  private final Runnable callback;

  private AutoCloseable agent;

  private Batches(Runnable callback) {
    this.callback = callback;
  }

  public static BatchCallback begin(Object meter, Runnable callback, Object first, Object[] more) {
    List<Object> observers = new ArrayList<Object>();
    add(observers, first);
    for (Object one : more) {
      add(observers, one);
    }
    Batches batch = new Batches(callback);
    OPEN.add(batch);
    batch.agent = TelemetryApi.get().metrics().batch(meter, batch.callback, observers.toArray());
    return batch;
  }

  /** Those of another meter provider are none of ours. */
  private static void add(List<Object> observers, Object measurement) {
    if (measurement instanceof Measurement) {
      observers.add(((Measurement) measurement).agent);
    }
  }

  @Override
  public void close() {
    OPEN.remove(this);
    try {
      agent.close();
    } catch (Exception e) {
      // It is the agent's, and throws nothing.
    }
  }
}
