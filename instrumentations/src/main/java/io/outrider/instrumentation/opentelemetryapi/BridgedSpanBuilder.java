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
  private final Object agent;
  private Context parent;

  BridgedSpanBuilder(Object agent) {
    this.agent = agent;
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
      api.link(agent, Conversions.spanContext(to), Conversions.attributes(attributes));
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, String value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, long value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, double value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public SpanBuilder setAttribute(String key, boolean value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public <T> SpanBuilder setAttribute(AttributeKey<T> key, T value) {
    if (key != null && value != null) {
      api.set(agent, Conversions.type(key), key.getKey(), Conversions.value(key, value));
    }
    return this;
  }

  @Override
  public SpanBuilder setSpanKind(SpanKind kind) {
    if (kind != null) {
      api.kind(agent, kind.name());
    }
    return this;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, TimeUnit unit) {
    if (unit != null) {
      api.startAt(agent, unit.toNanos(timestamp));
    }
    return this;
  }

  @Override
  public Span startSpan() {
    api.parent(
        agent, parent == null ? BridgedContext.currentAgent() : BridgedContext.agent(parent));
    return BridgedSpan.of(api.start(agent));
  }
}
