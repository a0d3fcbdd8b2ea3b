// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.outrider.agent.log.AgentLog;
import io.outrider.instrumentation.LogsApi;
import io.outrider.instrumentation.MetricsApi;
import io.outrider.instrumentation.TelemetryApi;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Does with our OpenTelemetry what the application asks of its own. */
final class ApiTelemetry extends TelemetryApi {
  private static final ContextKey<Object> BAGGAGE_KEY = KeyProbe.of(Baggage.empty());

  private final Engine engine;
  private final boolean replacesSdk;
  private final TextMapPropagator propagator;
  private final ApiMetrics metrics;
  private final ApiLogs logs;
  private final AtomicBoolean told = new AtomicBoolean();

  ApiTelemetry(Engine engine, boolean replacesSdk) {
    this.engine = engine;
    this.replacesSdk = replacesSdk;
    propagator = engine.propagation.all();
    metrics = new ApiMetrics(engine);
    logs = new ApiLogs(engine);
  }

  @Override
  public MetricsApi metrics() {
    return metrics;
  }

  @Override
  public LogsApi logs() {
    return logs;
  }

  @Override
  public Object key() {
    return ContextKey.named("the application's own");
  }

  @Override
  public Object attached(Object context, Object key, Object own) {
    return new Attached((Context) context, (ContextKey<?>) key, own);
  }

  @Override
  public Object own(Object context, Object key) {
    return context instanceof Attached ? ((Attached) context).own(key) : null;
  }

  @Override
  public Object below(Object context, Object key) {
    return ((Context) context).get((ContextKey<?>) key);
  }

  @Override
  public Object span(Object context) {
    return ((Context) context).get(Operation.SPAN_KEY);
  }

  @Override
  public Object withSpan(Object context, Object span) {
    return Layer.put((Context) context, Operation.SPAN_KEY, (Span) span);
  }

  @Override
  public Object baggage(Object context) {
    return ((Context) context).get(BAGGAGE_KEY);
  }

  @Override
  public String[] entries(Object baggage) {
    Map<String, BaggageEntry> entries = ((Baggage) baggage).asMap();
    String[] flat = new String[3 * entries.size()];
    int at = 0;
    for (Map.Entry<String, BaggageEntry> entry : entries.entrySet()) {
      flat[at++] = entry.getKey();
      flat[at++] = entry.getValue().getValue();
      flat[at++] = entry.getValue().getMetadata().getValue();
    }
    return flat;
  }

  @Override
  public Object withBaggage(Object context, String[] entries) {
    BaggageBuilder builder = Baggage.builder();
    for (int i = 0; i < entries.length; i += 3) {
      builder.put(entries[i], entries[i + 1], BaggageEntryMetadata.create(entries[i + 2]));
    }
    return Layer.put((Context) context, BAGGAGE_KEY, builder.build());
  }

  @Override
  public Object spanContext(
      String traceId, String spanId, byte flags, boolean remote, String[] state) {
    TraceState of = TraceState.getDefault();
    if (state != null) {
      TraceStateBuilder builder = TraceState.builder();
      // The builder puts the last one first.
      for (int i = state.length - 2; i >= 0; i -= 2) {
        builder.put(state[i], state[i + 1]);
      }
      of = builder.build();
    }
    return remote
        ? SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.fromByte(flags), of)
        : SpanContext.create(traceId, spanId, TraceFlags.fromByte(flags), of);
  }

  @Override
  public Object spanContext(Object span) {
    return ((Span) span).getSpanContext();
  }

  @Override
  public String traceId(Object spanContext) {
    return ((SpanContext) spanContext).getTraceId();
  }

  @Override
  public String spanId(Object spanContext) {
    return ((SpanContext) spanContext).getSpanId();
  }

  @Override
  public byte flags(Object spanContext) {
    return ((SpanContext) spanContext).getTraceFlags().asByte();
  }

  @Override
  public boolean isRemote(Object spanContext) {
    return ((SpanContext) spanContext).isRemote();
  }

  @Override
  public String[] state(Object spanContext) {
    Map<String, String> state = ((SpanContext) spanContext).getTraceState().asMap();
    if (state.isEmpty()) {
      return null;
    }
    String[] pairs = new String[2 * state.size()];
    int at = 0;
    for (Map.Entry<String, String> entry : state.entrySet()) {
      pairs[at++] = entry.getKey();
      pairs[at++] = entry.getValue();
    }
    return pairs;
  }

  @Override
  public Object foreign(Object spanContext, Object own) {
    return new ForeignSpan((SpanContext) spanContext, own);
  }

  @Override
  public Object foreignOwn(Object span) {
    return span instanceof ForeignSpan ? ((ForeignSpan) span).own : null;
  }

  @Override
  public Object tracer(String name, String version, String schemaUrl) {
    return new ApiScope(engine, name, version, schemaUrl);
  }

  @Override
  public Object spanBuilder(Object tracer, String name) {
    return ((ApiScope) tracer).tracer().spanBuilder(name);
  }

  @Override
  public void kind(Object builder, String kind) {
    ((SpanBuilder) builder).setSpanKind(SpanKind.valueOf(kind));
  }

  @Override
  public void startAt(Object builder, long epochNanos) {
    ((SpanBuilder) builder).setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Object start(Object builder, Object context) {
    Context parent = Operation.parent((Context) context);
    // By a rule, whatever the sampler makes of its parent.
    return Sampling.isDropped(parent)
        ? Sampling.unsampled(parent)
        : ((SpanBuilder) builder).setParent(parent).startSpan();
  }

  @Override
  public void link(Object on, Object spanContext, Object attributes) {
    SpanContext to = (SpanContext) spanContext;
    if (on instanceof Span) {
      ((Span) on).addLink(to, orEmpty(attributes));
    } else {
      ((SpanBuilder) on).addLink(to, orEmpty(attributes));
    }
  }

  static Attributes orEmpty(Object attributes) {
    return attributes == null ? Attributes.empty() : (Attributes) attributes;
  }

  @Override
  public void set(Object on, String key, String value) {
    if (on instanceof Span) {
      ((Span) on).setAttribute(key, value);
    } else {
      ((SpanBuilder) on).setAttribute(key, value);
    }
  }

  @Override
  public void set(Object on, String key, long value) {
    if (on instanceof Span) {
      ((Span) on).setAttribute(key, value);
    } else {
      ((SpanBuilder) on).setAttribute(key, value);
    }
  }

  @Override
  public void set(Object on, String key, double value) {
    if (on instanceof Span) {
      ((Span) on).setAttribute(key, value);
    } else {
      ((SpanBuilder) on).setAttribute(key, value);
    }
  }

  @Override
  public void set(Object on, String key, boolean value) {
    if (on instanceof Span) {
      ((Span) on).setAttribute(key, value);
    } else {
      ((SpanBuilder) on).setAttribute(key, value);
    }
  }

  @Override
  public void set(Object on, int type, String key, Object value) {
    if (on instanceof Span) {
      ((Span) on).setAttribute(ApiValues.key(type, key), ApiValues.value(type, value));
    } else {
      ((SpanBuilder) on).setAttribute(ApiValues.key(type, key), ApiValues.value(type, value));
    }
  }

  @Override
  public void event(Object span, String name, Object attributes, long epochNanos) {
    if (epochNanos == 0) {
      ((Span) span).addEvent(name, orEmpty(attributes));
    } else {
      ((Span) span).addEvent(name, orEmpty(attributes), epochNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void exception(Object span, Throwable thrown, Object attributes) {
    ((Span) span).recordException(thrown, orEmpty(attributes));
  }

  @Override
  public void status(Object span, String code, String description) {
    ((Span) span).setStatus(StatusCode.valueOf(code), description == null ? "" : description);
  }

  @Override
  public void rename(Object span, String name) {
    ((Span) span).updateName(name);
  }

  @Override
  public void end(Object span, long epochNanos) {
    if (epochNanos == 0) {
      ((Span) span).end();
    } else {
      ((Span) span).end(epochNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public boolean isRecording(Object span) {
    return ((Span) span).isRecording();
  }

  @Override
  public Object attributes(Object[] flat) {
    return ApiValues.attributes(flat);
  }

  @Override
  public Collection<String> fields() {
    return propagator.fields();
  }

  @Override
  public void inject(Object context, BiConsumer<String, String> headers) {
    propagator.inject((Context) context, headers, Carrier.SETTER);
  }

  @Override
  public Object extract(Object context, Incoming headers) {
    return propagator.extract((Context) context, headers, Carrier.SETTER);
  }

  @Override
  public boolean replacesSdk() {
    return replacesSdk;
  }

  @Override
  public void ownSdk(String what, boolean replaced) {
    if (told.compareAndSet(false, true)) {
      AgentLog.warn(
          "own-sdk",
          "the application has registered an OpenTelemetry of its own ("
              + what
              + "). "
              + (replaced
                  ? "By outrider.own-sdk=replace, GlobalOpenTelemetry gives out the agent's: what"
                      + " is made through it goes where the agent sends its own. Spans made through"
                      + " the SDK itself still go where the SDK sends them."
                  : "Its spans, metrics and logs go where it sends them, those of the agent where"
                      + " the agent sends them; each continues the traces of the other. To have"
                      + " one way for both, do not register it, or set outrider.own-sdk=replace."));
    }
  }

  /** Headers that are the application's, either way. */
  private static final class Carrier
      implements TextMapSetter<BiConsumer<String, String>>, TextMapGetter<Incoming> {
    static final Carrier SETTER = new Carrier();

    @Override
    public void set(BiConsumer<String, String> headers, String name, String value) {
      headers.accept(name, value);
    }

    @Override
    @Deprecated
    public Iterable<String> keys(Incoming headers) {
      return headers.names();
    }

    @Override
    public String get(Incoming headers, String name) {
      return headers.get(name);
    }

    @Override
    public Iterator<String> getAll(Incoming headers, String name) {
      return headers.all(name);
    }
  }
}
