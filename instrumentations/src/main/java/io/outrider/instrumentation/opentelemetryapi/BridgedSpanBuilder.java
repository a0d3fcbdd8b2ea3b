// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.TelemetryApi;
import java.util.concurrent.TimeUnit;

/** Begins spans of the agent's for the application. */
final class BridgedSpanBuilder implements SpanBuilder {
  private final TelemetryApi api = TelemetryApi.get();
  private final Object tracer;
  private final String name;

  /** Null once it has become a span: what is told from then on is for the next one. */
  private Object building;

  private Context parent;
  private String kind;
  private long startAt;

  BridgedSpanBuilder(Object tracer, String name) {
    this.tracer = tracer;
    this.name = name;
    building = api.spanBuilder(tracer, name);
  }

  /** As the library's, it may be used again: name, parent, kind and start are kept. */
  private Object building() {
    Object known = building;
    if (known == null) {
      known = api.spanBuilder(tracer, name);
      if (kind != null) {
        api.kind(known, kind);
      }
      if (startAt != 0) {
        api.startAt(known, startAt);
      }
      building = known;
    }
    return known;
  }

  @Override
  public SpanBuilder setParent(Context context) {
    if (context != null) {
      parent = context;
    }
    return this;
  }

  @Override
  public SpanBuilder setNoParent() {
    parent = Context.root();
    return this;
  }

  @Override
  public SpanBuilder addLink(SpanContext to) {
    return addLink(to, null);
  }

  @Override
  public SpanBuilder addLink(SpanContext to, Attributes attributes) {
    if (to != null) {
      api.link(building(), Conversions.spanContext(to), Conversions.attributes(attributes));
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, String value) {
    api.set(building(), key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, long value) {
    api.set(building(), key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, double value) {
    api.set(building(), key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, boolean value) {
    api.set(building(), key, value);
    return this;
  }

  @Override
  public <T> SpanBuilder setAttribute(AttributeKey<T> key, T value) {
    if (key != null && value != null) {
      api.set(building(), Conversions.type(key), key.getKey(), Conversions.value(key, value));
    }
    return this;
  }

  @Override
  public SpanBuilder setSpanKind(SpanKind of) {
    if (of != null) {
      kind = of.name();
      api.kind(building(), kind);
    }
    return this;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, TimeUnit unit) {
    if (unit != null) {
      startAt = unit.toNanos(timestamp);
      api.startAt(building(), startAt);
    }
    return this;
  }

  @Override
  public Span startSpan() {
    Object start = building();
    building = null;
    Object under = parent == null ? BridgedContext.currentAgent() : BridgedContext.agent(parent);
    return BridgedSpan.of(api.start(start, under));
  }
}
