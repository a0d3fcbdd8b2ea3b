// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.outrider.instrumentation.TelemetryApi;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An instrument that is asked, of any kind. The agent holds it weakly, and the application's
 * classes hold it here: it goes when they go.
 */
final class Observed
    implements Consumer<Object>,
        ObservableLongCounter,
        ObservableDoubleCounter,
        ObservableLongUpDownCounter,
        ObservableDoubleUpDownCounter,
        ObservableLongGauge,
        ObservableDoubleGauge {
  private static final Set<Observed> OPEN = ConcurrentHashMap.newKeySet();

  private final int kind;
  private final Consumer<Object> callback;
  private final AutoCloseable agent;

  @SuppressWarnings("unchecked") // A measurement is one of longs and of doubles.
  Observed(
      int kind, Consumer<?> callback, Object meter, String name, String description, String unit) {
    this.kind = kind;
    this.callback = (Consumer<Object>) callback;
    OPEN.add(this);
    agent = TelemetryApi.get().metrics().observe(meter, kind, name, description, unit, this);
  }

  @Override
  public void accept(Object observer) {
    callback.accept(new Measurement(kind, observer));
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
