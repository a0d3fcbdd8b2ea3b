// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Arrays;

/** The instruments of messaging, made for the first message. */
final class MessageInstruments {
  private static final Double[] AGES = {
    0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0
  };

  final DoubleHistogram operationDuration;
  final DoubleHistogram processDuration;
  final LongCounter sent;
  final LongCounter consumed;
  final LongCounter dropped;

  /** Ours: the conventions have no such metric. */
  final DoubleHistogram age;

  MessageInstruments(Meter meter, Lags lags) {
    lags.observe(meter);
    Buffers.observe(meter);
    operationDuration =
        Instruments.seconds(
            meter,
            "messaging.client.operation.duration",
            "Duration of messaging operations initiated by a producer or consumer client.",
            Instruments.HTTP);
    processDuration =
        Instruments.seconds(
            meter,
            "messaging.process.duration",
            "Duration of processing operations.",
            Instruments.HTTP);
    sent =
        meter
            .counterBuilder("messaging.client.sent.messages")
            .setUnit("{message}")
            .setDescription("Messages that a producer has tried to send to the broker.")
            .build();
    consumed =
        meter
            .counterBuilder("messaging.client.consumed.messages")
            .setUnit("{message}")
            .setDescription("Messages that were handed to the application.")
            .build();
    dropped =
        meter
            .counterBuilder("outrider.buffer.dropped")
            .setUnit("{message}")
            .setDescription("Messages for which the buffer before a producer had no room.")
            .build();
    age =
        Instruments.seconds(
            meter,
            "outrider.messaging.message.age",
            "Time from when a message was published to when the application begins to work on it.",
            Arrays.asList(AGES));
  }
}
