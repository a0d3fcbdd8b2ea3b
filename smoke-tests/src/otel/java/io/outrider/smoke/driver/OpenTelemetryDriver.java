// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What an application does with OpenTelemetry's API, as far as 1.10 has it. */
public final class OpenTelemetryDriver implements Driver {
  private static final ContextKey<String> KEY = ContextKey.named("own");

  private final ExecutorService pool = Executors.newFixedThreadPool(2, OpenTelemetryDriver::daemon);

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "pool");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public String name() {
    return "OpenTelemetry";
  }

  @Override
  public Order perform(Order order) throws Throwable {
    switch (order.get("mode")) {
      case "nest":
        return nest(order);
      case "current":
        return describe(Span.current());
      case "twice":
        return twice();
      case "context":
        return context();
      case "baggage":
        return baggage(order);
      case "details":
        return details(order);
      case "propagate":
        return propagate(order);
      case "carried":
        return carried();
      case "metrics":
        return Measures.make(order);
      default:
        throw new IllegalArgumentException(order.get("mode"));
    }
  }

  private static Tracer tracer() {
    return GlobalOpenTelemetry.get()
        .tracerBuilder("org.example.shop")
        .setInstrumentationVersion("1.2")
        .setSchemaUrl("https://example.org/schema")
        .build();
  }

  private static Order describe(Span span) {
    SpanContext ids = span.getSpanContext();
    return new Order()
        .with("trace", ids.getTraceId())
        .with("span", ids.getSpanId())
        .with("sampled", ids.isSampled())
        .with("remote", ids.isRemote())
        .with("recording", span.isRecording());
  }

  /** Ours around one of the agent's, with another one of ours inside the agent's carrier. */
  private Order nest(Order order) throws Exception {
    Span.current().setAttribute("seen.by", "the application");
    Span outer = tracer().spanBuilder("outer").setSpanKind(SpanKind.PRODUCER).startSpan();
    try (Scope scope = outer.makeCurrent()) {
      Downstream.call(order.get("url"));
      if (order.get("sql") != null) {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:nest");
            Statement statement = connection.createStatement()) {
          statement.execute(order.get("sql"));
        }
      }
      Span inner = GlobalOpenTelemetry.getTracer("plain").spanBuilder("inner").startSpan();
      inner.end();
      Order answer = describe(Span.current());
      answer.with("same", Span.current() == outer).with("equal", Span.current().equals(outer));
      return answer;
    } finally {
      outer.end();
    }
  }

  private static Order twice() {
    SpanBuilder builder = tracer().spanBuilder("again").setSpanKind(SpanKind.CLIENT);
    Span first = builder.setAttribute("of", "first").startSpan();
    builder.setAttribute("of", "second");
    Span second = builder.startSpan();
    Order answer = describe(first).with("second", second.getSpanContext().getSpanId());
    first.end();
    second.end();
    return answer;
  }

  private Order context() throws Exception {
    Order answer = new Order();
    Context before = Context.current();
    Context own = before.with(KEY, "value");
    try (Scope scope = own.makeCurrent()) {
      answer.with("same", Context.current() == own);
      answer.with("value", Context.current().get(KEY));
      Span span = tracer().spanBuilder("within").startSpan();
      try (Scope inner = Context.current().with(span).makeCurrent()) {
        answer.with("kept", Context.current().get(KEY));
        answer.with("span", Span.current() == span);
        try (Scope root = Context.root().makeCurrent()) {
          answer.with("root", Span.current().getSpanContext().isValid());
          answer.with("isRoot", Context.current() == Context.root());
        }
        try (Scope fresh = Context.root().with(KEY, "other").makeCurrent()) {
          answer.with("fresh", Context.current().get(KEY));
          answer.with("freshSpan", Span.current().getSpanContext().isValid());
        }
        answer.with("again", Span.current() == span);
      } finally {
        span.end();
      }
      Scope late = Context.current().with(KEY, "late").makeCurrent();
      Scope later = Context.current().with(KEY, "later").makeCurrent();
      late.close(); // Not its turn.
      answer.with("order", Context.current().get(KEY));
      later.close();
      late.close();
      answer.with("closed", Context.current().get(KEY));
      answer.with("wrapped", pool.submit(Context.current().wrap(keeper())).get());
    }
    return answer.with("after", Context.current().get(KEY));
  }

  private static Callable<String> keeper() {
    return new Callable<String>() {
      @Override
      public String call() {
        return Context.current().get(KEY);
      }
    };
  }

  /** Nothing is wrapped here: it is the agent that carries. */
  private Order carried() throws Exception {
    Span span = tracer().spanBuilder("carried").startSpan();
    try (Scope scope = Context.current().with(span).with(KEY, "carried").makeCurrent()) {
      return pool.submit(
              new Callable<Order>() {
                @Override
                public Order call() {
                  Order answer = describe(Span.current());
                  return answer
                      .with("value", Context.current().get(KEY))
                      .with("same", Span.current() == span);
                }
              })
          .get();
    } finally {
      span.end();
    }
  }

  private static Order baggage(Order order) throws Exception {
    Order answer = new Order().with("incoming", Baggage.current().getEntryValue("incoming"));
    Baggage baggage = Baggage.current().toBuilder().put("user", "7").build();
    try (Scope scope = baggage.makeCurrent()) {
      answer.with("user", Baggage.current().getEntryValue("user"));
      answer.with("span", Span.current().getSpanContext().getSpanId());
      Downstream.call(order.get("url"));
    }
    return answer.with("after", Baggage.current().getEntryValue("user"));
  }

  private static Order details(Order order) {
    Attributes attributes =
        Attributes.of(
            AttributeKey.stringKey("text"), "x", AttributeKey.longArrayKey("longs"), longs());
    SpanContext link =
        SpanContext.create(
            "0123456789abcdef0123456789abcdef",
            "0123456789abcdef",
            TraceFlags.getSampled(),
            TraceState.builder().put("b", "2").put("a", "1").build());
    Span span =
        tracer()
            .spanBuilder("first name")
            .setNoParent()
            .addLink(link, attributes)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("early", true)
            .setStartTimestamp(1700000000000000001L, TimeUnit.NANOSECONDS)
            .startSpan();
    span.setAttribute("text", "t")
        .setAttribute("long", 1L)
        .setAttribute("double", 1.5)
        .setAttribute("boolean", true)
        .setAttribute(AttributeKey.longKey("int"), 3)
        .setAttribute(AttributeKey.stringArrayKey("texts"), Arrays.asList("a", "b"))
        .setAttribute(AttributeKey.stringKey("none"), null)
        .setAllAttributes(attributes)
        .addEvent("plain")
        .addEvent("told", attributes, 1700000000000000002L, TimeUnit.NANOSECONDS)
        .recordException(new IllegalStateException("bad"), attributes)
        .setStatus(StatusCode.ERROR, "it failed")
        .updateName(order.get("name"));
    span.end(1700000000000000003L, TimeUnit.NANOSECONDS);
    span.setAttribute("late", true);
    span.end();
    return describe(span);
  }

  private static java.util.List<Long> longs() {
    return Arrays.asList(1L, 2L);
  }

  private static Order propagate(Order order) {
    TextMapPropagator propagator = GlobalOpenTelemetry.getPropagators().getTextMapPropagator();
    Map<String, String> incoming = new HashMap<>();
    incoming.put("traceparent", order.get("traceparent"));
    incoming.put("tracestate", "b=2,a=1");
    incoming.put("baggage", "k=v;meta");
    Context extracted =
        propagator.extract(Context.root().with(KEY, "kept"), incoming, new MapGetter());
    Span span = tracer().spanBuilder("extracted").setParent(extracted).startSpan();
    Map<String, String> outgoing = new HashMap<>();
    propagator.inject(extracted.with(span), outgoing, Map::put);
    span.end();
    SpanContext remote = Span.fromContext(extracted).getSpanContext();
    return describe(span)
        .with("fields", propagator.fields())
        .with("remote", remote.isRemote())
        .with("state", remote.getTraceState().asMap())
        .with("kept", extracted.get(KEY))
        .with("traceparent", outgoing.get("traceparent"))
        .with("tracestate", outgoing.get("tracestate"))
        .with("baggage", outgoing.get("baggage"));
  }

  private static final class MapGetter implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }
}
