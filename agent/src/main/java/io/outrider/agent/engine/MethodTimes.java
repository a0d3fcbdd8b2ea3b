// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.context.Context;

/** The durations of methods of the application's own: ours, the conventions have no such metric. */
final class MethodTimes {
  private final Engine engine;
  private volatile DoubleHistogram histogram;

  MethodTimes(Engine engine) {
    this.engine = engine;
  }

  /** Not before there is telemetry. */
  void record(long nanos, Attributes series, Context context) {
    DoubleHistogram made = histogram;
    if (made == null) {
      Instruments instruments = engine.instruments();
      if (instruments == Instruments.NONE) {
        return;
      }
      made =
          Instruments.seconds(
              instruments.meter,
              "outrider.method.duration",
              "Duration of methods that configuration names.",
              Instruments.HTTP);
      histogram = made;
    }
    made.record(nanos / 1e9, series, context);
  }
}
