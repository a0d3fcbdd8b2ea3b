// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.SendBuffer;
import java.util.HashMap;
import java.util.Map;

/** What waits in buffers before producers; by producer, those of one name together. */
final class Buffers implements Runnable {
  private final ObservableDoubleMeasurement depth;
  private final ObservableDoubleMeasurement age;

  private Buffers(Meter meter) {
    depth =
        meter
            .gaugeBuilder("outrider.buffer.depth")
            .setUnit("{message}")
            .setDescription("Messages that wait in the buffer before a producer.")
            .buildObserver();
    age =
        meter
            .gaugeBuilder("outrider.buffer.age")
            .setUnit("s")
            .setDescription("How long the oldest message in the buffer has waited.")
            .buildObserver();
  }

  static void observe(Meter meter) {
    Buffers buffers = new Buffers(meter);
    meter.batchCallback(buffers, buffers.depth, buffers.age);
  }

  @Override
  public void run() {
    Map<Attributes, double[]> sums = new HashMap<>();
    for (SendBuffer buffer : SendBuffer.all()) {
      Attributes attributes = attributes(buffer);
      double[] sum = sums.get(attributes);
      if (sum == null) {
        sum = new double[2];
        sums.put(attributes, sum);
      }
      sum[0] += buffer.depth();
      sum[1] = Math.max(sum[1], buffer.oldestNanos() / 1e9);
    }
    for (Map.Entry<Attributes, double[]> each : sums.entrySet()) {
      depth.record(each.getValue()[0], each.getKey());
      age.record(each.getValue()[1], each.getKey());
    }
  }

  private static Attributes attributes(SendBuffer buffer) {
    MessageEndpoint endpoint = buffer.endpoint();
    AttributesBuilder attributes =
        Attributes.builder().put(Semantics.MESSAGING_SYSTEM, endpoint.system());
    if (endpoint.host() != null) {
      attributes.put(Semantics.SERVER_ADDRESS, endpoint.host());
      attributes.put(Semantics.SERVER_PORT, Long.valueOf(endpoint.port()));
    }
    if (buffer.clientId() != null) {
      attributes.put(Semantics.MESSAGING_CLIENT_ID, buffer.clientId());
    }
    return attributes.build();
  }
}
