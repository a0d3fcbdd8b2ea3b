// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A line of a log that is its own builder and, once emitted, its own record for export. One thread
 * has it until then; from then on it does not change.
 */
final class FlatLog implements LogRecordBuilder, LogRecordData {
  private final LogSource source;
  private final InstrumentationScopeInfo scope;
  private long epochNanos;
  private long observedEpochNanos;
  private Context context;
  private SpanContext span = SpanContext.getInvalid();
  private Severity severity = Severity.UNDEFINED_SEVERITY_NUMBER;
  private String severityText;
  private Value<?> body;
  private String eventName;
  private FlatAttributes attributes;
  private boolean emitted;

  FlatLog(LogSource source, InstrumentationScopeInfo scope) {
    this.source = source;
    this.scope = scope;
  }

  @Override
  public FlatLog setTimestamp(long timestamp, TimeUnit unit) {
    if (!emitted && unit != null) {
      epochNanos = unit.toNanos(timestamp);
    }
    return this;
  }

  @Override
  public FlatLog setTimestamp(Instant at) {
    return at == null ? this : setTimestamp(nanos(at), TimeUnit.NANOSECONDS);
  }

  @Override
  public FlatLog setObservedTimestamp(long timestamp, TimeUnit unit) {
    if (!emitted && unit != null) {
      observedEpochNanos = unit.toNanos(timestamp);
    }
    return this;
  }

  @Override
  public FlatLog setObservedTimestamp(Instant at) {
    return at == null ? this : setObservedTimestamp(nanos(at), TimeUnit.NANOSECONDS);
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  @Override
  public FlatLog setContext(Context in) {
    if (!emitted) {
      context = in;
    }
    return this;
  }

  @Override
  public FlatLog setSeverity(Severity to) {
    if (!emitted && to != null) {
      severity = to;
    }
    return this;
  }

  @Override
  public FlatLog setSeverityText(String text) {
    if (!emitted) {
      severityText = text;
    }
    return this;
  }

  @Override
  public FlatLog setBody(String text) {
    return setBody(text == null ? null : Value.of(text));
  }

  @Override
  public FlatLog setBody(Value<?> value) {
    if (!emitted) {
      body = value;
    }
    return this;
  }

  @Override
  public FlatLog setEventName(String name) {
    if (!emitted) {
      eventName = name;
    }
    return this;
  }

  @Override
  public <T> FlatLog setAttribute(AttributeKey<T> key, T value) {
    if (!emitted && key != null && value != null && !key.getKey().isEmpty()) {
      attributes().put(key, value);
    }
    return this;
  }

  @Override
  public FlatLog setException(Throwable exception) {
    if (!emitted && exception != null) {
      ThrownText.put(exception, attributes());
    }
    return this;
  }

  private FlatAttributes attributes() {
    if (attributes == null) {
      attributes = new FlatAttributes(source.mostAttributes, source.longestValue);
    }
    return attributes;
  }

  /** A second time does nothing. */
  @Override
  public void emit() {
    if (emitted) {
      return;
    }
    emitted = true;
    span = Span.fromContext(context == null ? Context.current() : context).getSpanContext();
    // A context may outlive its call by far, and holds on to much.
    context = null;
    if (observedEpochNanos == 0) {
      observedEpochNanos = source.clock.now();
    }
    source.emitted.accept(this);
  }

  @Override
  public Resource getResource() {
    return source.resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public long getTimestampEpochNanos() {
    return epochNanos;
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return observedEpochNanos;
  }

  @Override
  public SpanContext getSpanContext() {
    return span;
  }

  @Override
  public Severity getSeverity() {
    return severity;
  }

  @Override
  public String getSeverityText() {
    return severityText;
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return body == null
        ? io.opentelemetry.sdk.logs.data.Body.empty()
        : io.opentelemetry.sdk.logs.data.Body.string(body.asString());
  }

  @Override
  public Value<?> getBodyValue() {
    return body;
  }

  @Override
  public String getEventName() {
    return eventName;
  }

  @Override
  public Attributes getAttributes() {
    return attributes == null ? Attributes.empty() : attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes == null ? 0 : attributes.offered();
  }
}
