// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.Consumer;

/** What the spans of one tracer have in common. */
final class SpanSource {
  final Resource resource;
  final Sampler sampler;
  final Consumer<? super SpanData> ended;
  final Clock clock = Clock.getDefault();
  final int mostAttributes;
  final int longestValue;
  final int mostEvents;
  final int mostEventAttributes;
  final int mostLinks;
  final int mostLinkAttributes;

  SpanSource(
      Resource resource, Sampler sampler, SpanLimits limits, Consumer<? super SpanData> ended) {
    this.resource = resource;
    this.sampler = sampler;
    this.ended = ended;
    mostAttributes = limits.getMaxNumberOfAttributes();
    longestValue = limits.getMaxAttributeValueLength();
    mostEvents = limits.getMaxNumberOfEvents();
    mostEventAttributes = limits.getMaxNumberOfAttributesPerEvent();
    mostLinks = limits.getMaxNumberOfLinks();
    mostLinkAttributes = limits.getMaxNumberOfAttributesPerLink();
  }
}
