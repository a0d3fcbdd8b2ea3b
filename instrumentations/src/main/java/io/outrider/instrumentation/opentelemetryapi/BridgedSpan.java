// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.newer.Values;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A span of the agent's, as the application sees it. */
final class BridgedSpan implements Span {
  private final TelemetryApi api = TelemetryApi.get();
  private final Object agent;
  private SpanContext ids;

  private BridgedSpan(Object agent) {
    this.agent = agent;
  }

  /** The application's own object, where it was its own to begin with. */
  static Span of(Object agent) {
    Object own = TelemetryApi.get().foreignOwn(agent);
    return own instanceof Span ? (Span) own : new BridgedSpan(agent);
  }

  static Object agent(Span span) {
    return span instanceof BridgedSpan
        ? ((BridgedSpan) span).agent
        : TelemetryApi.get().foreign(Conversions.spanContext(span.getSpanContext()), span);
  }

  @Override
  public Span setAttribute(String key, String value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public Span setAttribute(String key, long value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public Span setAttribute(String key, double value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public Span setAttribute(String key, boolean value) {
    api.set(agent, key, value);
    return this;
  }

  @Override
  public Span setAttribute(String key, Value<?> value) {
    api.set(agent, Values.TYPE, key, Values.plain(value));
    return this;
  }

  @Override
  public <T> Span setAttribute(AttributeKey<T> key, T value) {
    if (key != null && value != null) {
      api.set(agent, Conversions.type(key), key.getKey(), Conversions.value(key, value));
    }
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes) {
    api.event(agent, name, Conversions.attributes(attributes), 0);
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
    if (unit != null) {
      api.event(agent, name, Conversions.attributes(attributes), unit.toNanos(timestamp));
    }
    return this;
  }

  @Override
  public Span setStatus(StatusCode code, String description) {
    if (code != null) {
      api.status(agent, code.name(), description);
    }
    return this;
  }

  @Override
  public Span recordException(Throwable exception, Attributes attributes) {
    api.exception(agent, exception, Conversions.attributes(attributes));
    return this;
  }

  @Override
  public Span updateName(String name) {
    api.rename(agent, name);
    return this;
  }

  @Override
  public Span addLink(SpanContext to) {
    return addLink(to, null);
  }

  @Override
  public Span addLink(SpanContext to, Attributes attributes) {
    if (to != null) {
      api.link(agent, Conversions.spanContext(to), Conversions.attributes(attributes));
    }
    return this;
  }

  @Override
  public void end() {
    api.end(agent, 0);
  }

  @Override
  public void end(long timestamp, TimeUnit unit) {
    api.end(agent, unit == null ? 0 : unit.toNanos(timestamp));
  }

  @Override
  public void end(Instant timestamp) {
    api.end(agent, timestamp == null ? 0 : Times.nanos(timestamp));
  }

  @Override
  public SpanContext getSpanContext() {
    SpanContext known = ids;
    if (known == null) {
      known = Conversions.spanContext(api, api.spanContext(agent));
      ids = known;
    }
    return known;
  }

  @Override
  public boolean isRecording() {
    return api.isRecording(agent);
  }

  /** The same span may be asked for more than once, and is then another object. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BridgedSpan && ((BridgedSpan) other).agent == agent;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(agent);
  }

  @Override
  public String toString() {
    return "BridgedSpan{" + getSpanContext() + '}';
  }
}
