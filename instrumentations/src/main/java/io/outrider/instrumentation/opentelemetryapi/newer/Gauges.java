// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.LongGauge;
import io.outrider.instrumentation.opentelemetryapi.Instrument;

/** Gauges that are set: since 1.38. */
public final class Gauges {
  private Gauges() {}

  public static LongGauge ofLongs(Instrument agent) {
    return new LongLevel(agent);
  }

  public static DoubleGauge ofDoubles(Instrument agent) {
    return new DoubleLevel(agent);
  }
}
