// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.opentelemetryapi.newer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.TelemetryApi;
import io.outrider.instrumentation.opentelemetryapi.Conversions;
import io.outrider.instrumentation.opentelemetryapi.Times;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Gathers what a record is to say, and hands it over as one. */
final class LogRecord implements LogRecordBuilder {
  private final Object logger;
  private long timestamp;
  private long observed;
  private Context context;
  private Severity severity;
  private String severityText;
  private Object body;
  private AttributesBuilder attributes;
  private String eventName;
  private Throwable thrown;

  LogRecord(Object logger) {
    this.logger = logger;
  }

  @Override
  public LogRecordBuilder setTimestamp(long time, TimeUnit unit) {
    timestamp = unit.toNanos(time);
    return this;
  }

  @Override
  public LogRecordBuilder setTimestamp(Instant instant) {
    timestamp = Times.nanos(instant);
    return this;
  }

  @Override
  public LogRecordBuilder setObservedTimestamp(long time, TimeUnit unit) {
    observed = unit.toNanos(time);
    return this;
  }

  @Override
  public LogRecordBuilder setObservedTimestamp(Instant instant) {
    observed = Times.nanos(instant);
    return this;
  }

  @Override
  public LogRecordBuilder setContext(Context of) {
    context = of;
    return this;
  }

  @Override
  public LogRecordBuilder setSeverity(Severity of) {
    severity = of;
    return this;
  }

  @Override
  public LogRecordBuilder setSeverityText(String text) {
    severityText = text;
    return this;
  }

  @Override
  public LogRecordBuilder setBody(String text) {
    body = text;
    return this;
  }

  @Override
  public LogRecordBuilder setBody(Value<?> value) {
    body = Values.plain(value);
    return this;
  }

  @Override
  public <T> LogRecordBuilder setAttribute(AttributeKey<T> key, T value) {
    if (key != null && value != null) {
      if (attributes == null) {
        attributes = Attributes.builder();
      }
      attributes.put(key, value);
    }
    return this;
  }

  @Override
  public LogRecordBuilder setEventName(String name) {
    eventName = name;
    return this;
  }

  @Override
  public LogRecordBuilder setException(Throwable exception) {
    thrown = exception;
    return this;
  }

  @Override
  public void emit() {
    TelemetryApi api = TelemetryApi.get();
    api.logs()
        .emit(
            logger,
            timestamp,
            observed,
            context == null ? null : Conversions.context(context),
            severity == null ? null : severity.name(),
            severityText,
            body,
            attributes == null ? null : Conversions.attributes(attributes.build()),
            eventName,
            thrown);
  }
}
