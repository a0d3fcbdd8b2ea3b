// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;
import io.opentelemetry.sdk.trace.SpanLimits;

/** The bounds on what one span or one metric may hold. */
final class Limits {

  private Limits() {}

  static SpanLimits ofSpans(Settings settings) {
    int attributes = settings.count("otel.attribute.count.limit", 128, 0);
    int length = settings.count("otel.attribute.value.length.limit", Integer.MAX_VALUE, 0);
    return SpanLimits.builder()
        .setMaxNumberOfAttributes(settings.count("otel.span.attribute.count.limit", attributes, 0))
        .setMaxAttributeValueLength(
            settings.count("otel.span.attribute.value.length.limit", length, 0))
        .setMaxNumberOfEvents(settings.count("otel.span.event.count.limit", 128, 0))
        .setMaxNumberOfLinks(settings.count("otel.span.link.count.limit", 128, 0))
        .setMaxNumberOfAttributesPerEvent(
            settings.count("otel.event.attribute.count.limit", attributes, 0))
        .setMaxNumberOfAttributesPerLink(
            settings.count("otel.link.attribute.count.limit", attributes, 0))
        .build();
  }

  static CardinalityLimitSelector ofMetrics(Settings settings) {
    return new Cardinality(settings.count("otel.java.metrics.cardinality.limit", 2000, 1));
  }

  private static final class Cardinality implements CardinalityLimitSelector {
    private final int limit;

    Cardinality(int limit) {
      this.limit = limit;
    }

    @Override
    public int getCardinalityLimit(InstrumentType type) {
      return limit;
    }
  }
}
