// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.outrider.agent.config.Config;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.guard.GuardRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine with the real SDK behind it, whose telemetry stays in memory. */
final class Telemetry {
  final InMemorySpanExporter spans = InMemorySpanExporter.create();
  final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  final EngineSettings settings = new EngineSettings();
  private final Map<String, Map<String, String>> named = new LinkedHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();
  private Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());
  private Engine engine;

  Telemetry() {
    settings.knownMethods = Arrays.asList("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");
    settings.redactedParameters = Arrays.asList("sig", "X-Amz-Signature");
    settings.propagators = Arrays.asList("tracecontext", "baggage");
    sampling();
  }

  /** Keys and values in turn, below {@code outrider.sampling.rules.}. */
  Telemetry sampling(String... rules) {
    settings.sampling = SamplingRules.read(config("outrider.sampling.rules.", rules));
    assertThat(settings.sampling.problems()).isEmpty();
    return this;
  }

  /** Suffixes and values in turn, of one rule. */
  Telemetry guard(String name, String... values) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      rule.put(values[i], values[i + 1]);
    }
    settings.guards =
        GuardRules.parse(Collections.singletonMap(name, rule), Collections.emptyMap());
    assertThat(settings.guards.problems()).isEmpty();
    return this;
  }

  /** One rule more. */
  Telemetry guards(String name, String... values) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      rule.put(values[i], values[i + 1]);
    }
    named.put(name, rule);
    settings.guards = GuardRules.parse(named, Collections.emptyMap());
    assertThat(settings.guards.problems()).isEmpty();
    return this;
  }

  /** What guards have decided: rule, guard, outcome and number. */
  List<String> decisions() {
    List<String> decisions = new ArrayList<>();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals("outrider.guard.decisions")) {
        for (LongPointData point : metric.getLongSumData().getPoints()) {
          Map<String, Object> of = map(point.getAttributes());
          decisions.add(
              of.get("outrider.guard.rule")
                  + " "
                  + of.get("outrider.guard.type")
                  + " "
                  + of.get("outrider.guard.outcome")
                  + " "
                  + point.getValue());
        }
      }
    }
    return decisions;
  }

  /** What a gauge shows, of each of its series. */
  List<Double> gauge(String name) {
    List<Double> values = new ArrayList<>();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals(name)) {
        metric.getDoubleGaugeData().getPoints().forEach(point -> values.add(point.getValue()));
      }
    }
    return values;
  }

  Telemetry propagators(String... names) {
    settings.propagators = Arrays.asList(names);
    return this;
  }

  Telemetry sampler(Sampler sampler) {
    this.sampler = sampler;
    return this;
  }

  static Config config(String prefix, String... pairs) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(prefix + pairs[i], pairs[i + 1]);
    }
    return Config.load(properties, Collections.emptyMap());
  }

  Engine engine() {
    return engine(new Guarding(settings.guards));
  }

  Engine engine(Guarding guarding) {
    if (engine == null) {
      SdkTracerProvider tracers =
          SdkTracerProvider.builder()
              .setSampler(sampler)
              .addSpanProcessor(SimpleSpanProcessor.create(spans))
              .addSpanProcessor(new Counting())
              .build();
      SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(metrics).build();
      Instruments instruments =
          new Instruments(tracers.get("test"), meters.get("test"), tracers, meters, null);
      engine = new Engine(settings, () -> instruments, guarding);
    }
    return engine;
  }

  /** How many spans were begun. */
  int begun() {
    return begun.get();
  }

  private final class Counting implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      begun.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  List<SpanData> ended() {
    return spans.getFinishedSpanItems();
  }

  SpanData only() {
    assertThat(ended()).hasSize(1);
    return ended().get(0);
  }

  static Map<String, Object> attributes(SpanData span) {
    return map(span.getAttributes());
  }

  static Map<String, Object> map(Attributes attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    attributes.forEach((AttributeKey<?> key, Object value) -> map.put(key.getKey(), value));
    return map;
  }

  Collection<HistogramPointData> points(String histogram) {
    List<HistogramPointData> points = new ArrayList<>();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals(histogram)) {
        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getDescription()).isNotEmpty();
        points.addAll(metric.getHistogramData().getPoints());
      }
    }
    return points;
  }

  HistogramPointData point(String histogram) {
    assertThat(points(histogram)).hasSize(1);
    return points(histogram).iterator().next();
  }

  /** Nothing is current on this thread. */
  static void assertRoot() {
    assertThat(Current.get()).isSameAs(Context.root());
  }
}
