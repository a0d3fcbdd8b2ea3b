// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.internal.ImmutableSpanContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.internal.AttributeUtil;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A span that is its own builder and, once it has ended, its own record for export. The SDK makes a
 * builder, a map, a clock, a span and a wrapper of each; every call of the application pays for
 * them. What it means is the SDK's: sampling, limits, clocks and what may still be changed when.
 *
 * <p>{@link #startSpan} turns the builder into the span. Until then one thread has it; from then on
 * any may use it until it ends.
 */
final class FlatSpan extends SpanRecord implements Span, SpanBuilder {
  private static final IdGenerator IDS = IdGenerator.random();
  private static final TraceFlags RANDOM = TraceFlags.fromByte((byte) 2);
  private static final TraceFlags SAMPLED_RANDOM = TraceFlags.fromByte((byte) 3);

  /** Made when it is first asked for; null: {@link Context#current}. */
  private Context parent;

  private boolean started;

  // The clock of the first span of this trace in this process, which all others follow.
  private long clockEpochNanos;
  private long clockNanos;

  FlatSpan(SpanSource source, InstrumentationScopeInfo scope, String name) {
    super(source, scope, name);
  }

  @Override
  public FlatSpan setParent(Context context) {
    if (context != null && !started) {
      parent = context;
    }
    return this;
  }

  @Override
  public FlatSpan setNoParent() {
    return setParent(Context.root());
  }

  @Override
  public FlatSpan setSpanKind(SpanKind spanKind) {
    if (spanKind != null && !started) {
      kind = spanKind;
    }
    return this;
  }

  @Override
  public FlatSpan setStartTimestamp(long timestamp, TimeUnit unit) {
    if (timestamp >= 0 && unit != null && !started) {
      startEpochNanos = unit.toNanos(timestamp);
    }
    return this;
  }

  @Override
  public Span startSpan() {
    Context context = parent == null ? Context.current() : parent;
    Span parentSpan = Span.fromContext(context);
    parentContext = parentSpan.getSpanContext();
    boolean child = parentContext.isValid();
    String traceId = child ? parentContext.getTraceId() : IDS.generateTraceId();
    SamplingResult sampled =
        source.sampler.shouldSample(context, traceId, name, kind, getAttributes(), getLinks());
    SamplingDecision decision = sampled.getDecision();
    boolean random = !child || parentContext.getTraceFlags().isTraceIdRandom();
    this.context =
        ImmutableSpanContext.create(
            traceId,
            IDS.generateSpanId(),
            flags(decision == SamplingDecision.RECORD_AND_SAMPLE, random),
            sampled.getUpdatedTraceState(parentContext.getTraceState()),
            false,
            true);
    if (decision == SamplingDecision.DROP) {
      return Span.wrap(this.context);
    }
    if (!sampled.getAttributes().isEmpty()) {
      putAll(sampled.getAttributes());
    }
    setClock(parentSpan);
    // The context of a call may outlive it by far.
    parent = null;
    started = true;
    return this;
  }

  private static TraceFlags flags(boolean sampled, boolean random) {
    if (random) {
      return sampled ? SAMPLED_RANDOM : RANDOM;
    }
    return sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
  }

  private void setClock(Span parentSpan) {
    if (parentSpan instanceof FlatSpan) {
      FlatSpan local = (FlatSpan) parentSpan;
      clockEpochNanos = local.clockEpochNanos;
      clockNanos = local.clockNanos;
    } else {
      clockEpochNanos = source.clock.now();
      clockNanos = source.clock.nanoTime();
    }
    if (startEpochNanos == 0) {
      startEpochNanos = parentSpan instanceof FlatSpan ? now() : clockEpochNanos;
    }
  }

  private long now() {
    return clockEpochNanos + (source.clock.nanoTime() - clockNanos);
  }

  @Override
  public boolean isRecording() {
    return !hasEnded();
  }

  @Override
  public void end() {
    end(now());
  }

  @Override
  public void end(long timestamp, TimeUnit unit) {
    end(unit == null || timestamp == 0 ? now() : unit.toNanos(timestamp));
  }

  private void end(long epochNanos) {
    synchronized (this) {
      if (ended) {
        return;
      }
      endEpochNanos = epochNanos;
      ended = true;
    }
    if (context.isSampled()) {
      source.ended.accept(this);
    }
  }

  @Override
  public <T> FlatSpan setAttribute(AttributeKey<T> key, T value) {
    if (key == null || value == null || key.getKey().isEmpty()) {
      return this;
    }
    if (!started) {
      put(key, value);
      return this;
    }
    synchronized (this) {
      if (!ended) {
        put(key, value);
      }
    }
    return this;
  }

  @Override
  public FlatSpan setAttribute(String key, String value) {
    return setAttribute(AttributeKey.stringKey(key), value);
  }

  @Override
  public FlatSpan setAttribute(String key, long value) {
    return setAttribute(AttributeKey.longKey(key), Long.valueOf(value));
  }

  @Override
  public FlatSpan setAttribute(String key, double value) {
    return setAttribute(AttributeKey.doubleKey(key), Double.valueOf(value));
  }

  @Override
  public FlatSpan setAttribute(String key, boolean value) {
    return setAttribute(AttributeKey.booleanKey(key), Boolean.valueOf(value));
  }

  @Override
  public FlatSpan setAttribute(AttributeKey<Long> key, int value) {
    return setAttribute(key, Long.valueOf(value));
  }

  @Override
  public FlatSpan setAllAttributes(Attributes all) {
    if (all == null || all.isEmpty()) {
      return this;
    }
    synchronized (this) {
      if (!ended) {
        putAll(all);
      }
    }
    return this;
  }

  @Override
  public FlatSpan addLink(SpanContext to) {
    return addLink(to, Attributes.empty());
  }

  @Override
  public FlatSpan addLink(SpanContext to, Attributes attributes) {
    if (to == null || !to.isValid() || attributes == null) {
      return this;
    }
    synchronized (this) {
      if (!ended) {
        addLink(
            LinkData.create(
                to,
                AttributeUtil.applyAttributesLimit(
                    attributes, source.mostLinkAttributes, source.longestValue),
                attributes.size()));
      }
    }
    return this;
  }

  @Override
  public FlatSpan addEvent(String eventName) {
    return addEvent(eventName, Attributes.empty());
  }

  @Override
  public FlatSpan addEvent(String eventName, long timestamp, TimeUnit unit) {
    return addEvent(eventName, Attributes.empty(), timestamp, unit);
  }

  @Override
  public FlatSpan addEvent(String eventName, Attributes attributes) {
    return eventName == null ? this : event(eventName, attributes, now());
  }

  @Override
  public FlatSpan addEvent(String eventName, Attributes attributes, long timestamp, TimeUnit unit) {
    return eventName == null || unit == null
        ? this
        : event(eventName, attributes, unit.toNanos(timestamp));
  }

  @Override
  public FlatSpan addEvent(String eventName, Attributes attributes, Instant at) {
    return eventName == null || at == null
        ? this
        : event(
            eventName, attributes, TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
  }

  @Override
  public FlatSpan addEvent(String eventName, Instant at) {
    return addEvent(eventName, Attributes.empty(), at);
  }

  private FlatSpan event(String eventName, Attributes given, long epochNanos) {
    Attributes attributes = given == null ? Attributes.empty() : given;
    keep(
        EventData.create(
            epochNanos,
            eventName,
            AttributeUtil.applyAttributesLimit(
                attributes, source.mostEventAttributes, source.longestValue),
            attributes.size()));
    return this;
  }

  private void keep(EventData event) {
    synchronized (this) {
      if (!ended) {
        addEvent(event);
      }
    }
  }

  @Override
  public FlatSpan recordException(Throwable exception) {
    return recordException(exception, Attributes.empty());
  }

  @Override
  public FlatSpan recordException(Throwable exception, Attributes more) {
    if (exception != null && !ended) {
      FlatAttributes told = new FlatAttributes(source.mostAttributes, source.longestValue);
      ThrownText.put(exception, told);
      if (more != null) {
        more.forEach(told);
      }
      keep(EventData.create(now(), "exception", told, told.offered()));
    }
    return this;
  }

  @Override
  public FlatSpan setStatus(StatusCode code) {
    return setStatus(code, "");
  }

  /** Whoever says that it went well has the last word; only errors are described. */
  @Override
  public FlatSpan setStatus(StatusCode code, String description) {
    if (code == null || code == StatusCode.UNSET) {
      return this;
    }
    synchronized (this) {
      if (!ended && status.getStatusCode() != StatusCode.OK) {
        status = StatusData.create(code, code == StatusCode.ERROR ? description : null);
      }
    }
    return this;
  }

  @Override
  public FlatSpan updateName(String to) {
    if (to == null) {
      return this;
    }
    synchronized (this) {
      if (!ended) {
        name = to;
      }
    }
    return this;
  }
}
