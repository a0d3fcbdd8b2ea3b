// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.outrider.agent.config.Config;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.shape.Around;
import io.outrider.exporter.Spans;
import io.outrider.instrumentation.Contexts;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What enter and exit of each shape take, with the exporter's spans and the SDK's histograms and
 * with libraries that cost nothing themselves; {@link #span} is the part of it that is the span's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EngineBenchmark {
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final Object REQUEST = "request";
  private static final Object RESPONSE = "response";

  /** Whether spans are recorded or only carry their ids on. */
  @Param({"true", "false"})
  public boolean sampled;

  private Tracer tracer;
  private Around client;
  private Around server;
  private Around database;
  private WrapHandler wrap;
  private ScopeHandler scope;
  private AfterHandler after;

  @Setup
  public void start() {
    Sampler sampler = sampled ? Sampler.parentBased(Sampler.alwaysOn()) : Sampler.alwaysOff();
    SdkMeterProvider metrics =
        SdkMeterProvider.builder().registerMetricReader(new Unread()).build();
    tracer = Spans.tracer("benchmark", sampler, new Discarding());
    Instruments instruments = new Instruments(tracer, metrics.get("benchmark"));
    EngineSettings settings = new EngineSettings();
    settings.knownMethods = Arrays.asList("GET", "POST");
    settings.propagators = Arrays.asList("tracecontext", "baggage");
    settings.sampling = SamplingRules.from(Config.load());
    Engine engine = new Engine(settings, () -> instruments);
    Life life = new Life("benchmark");
    client = new ClientCall(engine, new FreeClient(), 0, life);
    server = new ServerRequest(engine, new FreeServer(), life);
    database = new DbCall(engine, new FreeDatabase(), life);
    wrap = new WrapHandler((self, argument) -> Contexts.current() == null ? argument : self, life);
    Context carried = new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0);
    scope = new ScopeHandler((self, a0) -> carried, life);
    after = new AfterHandler((self, a0, returned, thrown) -> returned, life);
  }

  @Benchmark
  public Object[] clientCall() {
    Object[] entered = client.enter(this, REQUEST, null, null);
    return client.exit(entered, RESPONSE, null);
  }

  @Benchmark
  public Object[] serverRequest() {
    Object[] entered = server.enter(this, REQUEST, RESPONSE, null);
    return server.exit(entered, null, null);
  }

  @Benchmark
  public Object[] databaseCall() {
    Object[] entered = database.enter(REQUEST, null, null, null);
    return database.exit(entered, RESPONSE, null);
  }

  /** One request that makes a call and three queries: what the steady load is made of. */
  @Benchmark
  public Object[] fiveSpans() {
    Object[] entered = server.enter(this, REQUEST, RESPONSE, null);
    clientCall();
    databaseCall();
    databaseCall();
    databaseCall();
    return server.exit(entered, null, null);
  }

  @Benchmark
  public Object wrap() {
    return wrap.wrap(this, REQUEST);
  }

  @Benchmark
  public Object scope() {
    Object opened = scope.open(this, REQUEST);
    scope.close(opened);
    return opened;
  }

  @Benchmark
  public Object after() {
    return after.after(this, REQUEST, RESPONSE, null);
  }

  /** The floor: a span with seven attributes, made by hand. */
  @Benchmark
  public Span span() {
    Span span =
        tracer
            .spanBuilder("SELECT orders")
            .setParent(Context.root())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Semantics.DB_SYSTEM, "h2")
            .setAttribute(Semantics.DB_NAMESPACE, "orders")
            .setAttribute(TEXT, "select * from orders where id = ?")
            .setAttribute(Semantics.DB_QUERY_SUMMARY, "SELECT orders")
            .setAttribute(Semantics.SERVER_ADDRESS, "localhost")
            .setAttribute(Semantics.SERVER_PORT, StatusCodes.number(443))
            .setAttribute(Semantics.NETWORK_PROTOCOL_VERSION, "1.1")
            .startSpan();
    span.end();
    return span;
  }

  /** Takes the options of JMH; always with the profile of what is allocated. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .include(EngineBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
