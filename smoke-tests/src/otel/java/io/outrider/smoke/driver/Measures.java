// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.context.Context;

/** Instruments of every kind that 1.10 has. */
final class Measures {
  private static final Attributes COLOUR = Attributes.of(AttributeKey.stringKey("colour"), "red");

  private Measures() {}

  static Order make(Order order) {
    String p = order.get("prefix");
    Meter meter =
        GlobalOpenTelemetry.getMeterProvider()
            .meterBuilder("org.example.meter")
            .setInstrumentationVersion("3")
            .build();
    meter
        .counterBuilder(p + "sold")
        .setDescription("Things sold.")
        .setUnit("{thing}")
        .build()
        .add(2, COLOUR);
    meter.counterBuilder(p + "weight").ofDoubles().setUnit("kg").build().add(1.5);
    meter.upDownCounterBuilder(p + "stock").build().add(-3, COLOUR, Context.current());
    meter.upDownCounterBuilder(p + "level").ofDoubles().build().add(-0.5, COLOUR);
    meter.histogramBuilder(p + "time").setUnit("s").build().record(0.25, COLOUR);
    meter.histogramBuilder(p + "size").ofLongs().build().record(25);
    meter
        .counterBuilder(p + "seen")
        .buildWithCallback(measurement -> measurement.record(7, COLOUR));
    meter
        .upDownCounterBuilder(p + "depth")
        .ofDoubles()
        .buildWithCallback(measurement -> measurement.record(-1.5));
    meter.gaugeBuilder(p + "heat").buildWithCallback(measurement -> measurement.record(36.6));
    meter
        .gaugeBuilder(p + "people")
        .ofLongs()
        .buildWithCallback(measurement -> measurement.record(4, COLOUR));
    ObservableLongCounter closed =
        meter.counterBuilder(p + "closed").buildWithCallback(m -> m.record(1));
    if (closed instanceof AutoCloseable) {
      try {
        ((AutoCloseable) closed).close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return new Order().with("made", "true");
  }
}
