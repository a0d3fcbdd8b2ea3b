// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static Instruments instruments(InMemoryMetricReader reader) {
    return new Instruments(
        SdkTracerProvider.builder().build().get("test"),
        SdkMeterProvider.builder().registerMetricReader(reader).build().get("test"));
  }

  @Test
  void untilThereIsTelemetryCallsGoOnWithoutIt() {
    AtomicInteger asked = new AtomicInteger();
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    Instruments made = instruments(reader);
    Engine engine =
        new Engine(new Telemetry().settings, () -> asked.incrementAndGet() < 3 ? null : made);
    assertThat(engine.instruments()).isSameAs(Instruments.NONE);
    assertThat(engine.instruments()).isSameAs(Instruments.NONE);
    assertThat(engine.instruments()).isSameAs(made);
    assertThat(engine.instruments()).isSameAs(made);
    assertThat(asked).hasValue(3);
  }

  @Test
  void whoWaitsForTelemetryHoldsNothingThatOthersNeed() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch ready = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Engine engine =
        new Engine(
            new Telemetry().settings,
            () -> {
              if (asked.incrementAndGet() == 1) {
                waiting.countDown();
                try {
                  ready.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
              return null;
            });
    Thread first = new Thread(engine::instruments);
    first.start();
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.instruments()).isSameAs(Instruments.NONE);
    assertThat(first.isAlive()).isTrue();
    ready.countDown();
    first.join();
  }

  @Test
  void errorsOfOursAreAMetric() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    Instruments made = instruments(reader);
    new Engine(new Telemetry().settings, () -> made).instruments();
    long before = Errors.COUNT.get();
    Errors.observing("a test", new IllegalStateException());
    assertThat(reader.collectAllMetrics())
        .anySatisfy(
            metric -> {
              assertThat(metric.getName()).isEqualTo("outrider.agent.errors");
              assertThat(metric.getLongSumData().getPoints())
                  .anyMatch(point -> point.getValue() == before + 1);
            });
  }
}
