// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a span has recorded, as exporters read it. It no longer changes once the span has ended. */
abstract class SpanRecord implements SpanData {
  final SpanSource source;
  String name;
  SpanKind kind = SpanKind.INTERNAL;
  SpanContext context = SpanContext.getInvalid();
  SpanContext parentContext = SpanContext.getInvalid();
  StatusData status = StatusData.unset();
  long startEpochNanos;
  long endEpochNanos;
  volatile boolean ended;
  private final InstrumentationScopeInfo scope;
  private FlatAttributes attributes;
  private List<EventData> events;
  private List<LinkData> links;
  private int eventsOffered;
  private int linksOffered;

  SpanRecord(SpanSource source, InstrumentationScopeInfo scope, String name) {
    this.source = source;
    this.scope = scope;
    this.name = name;
  }

  /** The caller sees to it that no other thread does the same. */
  final void put(AttributeKey<?> key, Object value) {
    attributes().put(key, value);
  }

  private FlatAttributes attributes() {
    if (attributes == null) {
      attributes = new FlatAttributes(source.mostAttributes, source.longestValue);
    }
    return attributes;
  }

  /** Likewise. */
  final void putAll(Attributes all) {
    all.forEach(attributes());
  }

  /** Likewise. */
  final void addEvent(EventData event) {
    eventsOffered++;
    if (events == null) {
      events = new ArrayList<>(2);
    }
    if (events.size() < source.mostEvents) {
      events.add(event);
    }
  }

  /** Likewise. */
  final void addLink(LinkData link) {
    linksOffered++;
    if (links == null) {
      links = new ArrayList<>(2);
    }
    if (links.size() < source.mostLinks) {
      links.add(link);
    }
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final SpanKind getKind() {
    return kind;
  }

  @Override
  public final SpanContext getSpanContext() {
    return context;
  }

  @Override
  public final SpanContext getParentSpanContext() {
    return parentContext;
  }

  @Override
  public final StatusData getStatus() {
    return status;
  }

  @Override
  public final long getStartEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public final long getEndEpochNanos() {
    return endEpochNanos;
  }

  @Override
  public final boolean hasEnded() {
    return ended;
  }

  @Override
  public final Attributes getAttributes() {
    return attributes == null ? Attributes.empty() : attributes;
  }

  @Override
  public final int getTotalAttributeCount() {
    return attributes == null ? 0 : attributes.offered();
  }

  @Override
  public final List<EventData> getEvents() {
    return events == null
        ? Collections.<EventData>emptyList()
        : Collections.unmodifiableList(events);
  }

  @Override
  public final int getTotalRecordedEvents() {
    return eventsOffered;
  }

  @Override
  public final List<LinkData> getLinks() {
    return links == null ? Collections.<LinkData>emptyList() : Collections.unmodifiableList(links);
  }

  @Override
  public final int getTotalRecordedLinks() {
    return linksOffered;
  }

  @Override
  public final InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  @Deprecated
  public final io.opentelemetry.sdk.common.InstrumentationLibraryInfo
      getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        scope.getName(), scope.getVersion(), scope.getSchemaUrl());
  }

  @Override
  public final Resource getResource() {
    return source.resource;
  }
}
