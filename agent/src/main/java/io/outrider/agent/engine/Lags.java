// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.outrider.instrumentation.LagSource;
import io.outrider.instrumentation.MessageEndpoint;
import java.lang.ref.WeakReference;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** How far consumers are behind, told by those who know when metrics are collected. */
final class Lags implements Consumer<ObservableLongMeasurement> {
  /** Of one process: more partitions than that are not worth a series each. */
  private static final int MOST = 1000;

  /** One for each loader of an application, which must be able to go. */
  private final CopyOnWriteArrayList<WeakReference<LagSource>> sources =
      new CopyOnWriteArrayList<WeakReference<LagSource>>();

  void add(LagSource source) {
    sources.add(new WeakReference<LagSource>(source));
  }

  void observe(Meter meter) {
    meter
        .gaugeBuilder("outrider.messaging.consumer.lag")
        .ofLongs()
        .setUnit("{message}")
        .setDescription("Messages that were published and not yet handed to the consumer's group.")
        .buildWithCallback(this);
  }

  @Override
  public void accept(ObservableLongMeasurement measurement) {
    Into into = new Into(measurement);
    for (WeakReference<LagSource> reference : sources) {
      LagSource source = reference.get();
      if (source == null) {
        sources.remove(reference);
        continue;
      }
      try {
        source.read(into);
      } catch (Throwable e) {
        Errors.observing("how far a consumer is behind", e);
      }
    }
  }

  private static final class Into implements LagSource.Readings {
    private final ObservableLongMeasurement measurement;
    private int count;

    Into(ObservableLongMeasurement measurement) {
      this.measurement = measurement;
    }

    @Override
    public void lag(MessageEndpoint from, String partition, long messages) {
      if (++count > MOST) {
        return;
      }
      AttributesBuilder attributes =
          Attributes.builder().put(Semantics.MESSAGING_SYSTEM, from.system());
      put(attributes, Semantics.MESSAGING_DESTINATION, from.destination());
      put(attributes, Semantics.MESSAGING_PARTITION, partition);
      put(attributes, Semantics.MESSAGING_GROUP, from.group());
      measurement.record(messages, attributes.build());
    }

    private static void put(AttributesBuilder attributes, AttributeKey<String> key, String value) {
      if (value != null) {
        attributes.put(key, value);
      }
    }
  }
}
