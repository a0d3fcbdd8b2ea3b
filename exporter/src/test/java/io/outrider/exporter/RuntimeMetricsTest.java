// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuntimeMetricsTest {

  @Test
  void theStableJvmMetricsComeWithTheFirstInterval() throws Exception {
    try (Collector collector = Collector.plain()) {
      Telemetry telemetry =
          Given.sendingTo(collector.url(), "otel.metric.export.interval", "200ms").start();
      await().until(() -> !collector.metrics("jvm.memory.used").isEmpty());
      System.gc();
      await().until(() -> !collector.metrics("jvm.gc.duration").isEmpty());
      await().until(() -> !collector.metrics("jvm.cpu.recent_utilization").isEmpty());
      telemetry.close();

      Set<String> names =
          collector.metrics().stream().map(Metric::getName).collect(Collectors.toSet());
      assertThat(new TreeSet<>(names))
          .containsExactly(
              "jvm.class.count",
              "jvm.class.loaded",
              "jvm.class.unloaded",
              "jvm.cpu.count",
              "jvm.cpu.recent_utilization",
              "jvm.cpu.time",
              "jvm.gc.duration",
              "jvm.memory.committed",
              "jvm.memory.limit",
              "jvm.memory.used",
              "jvm.memory.used_after_last_gc",
              "jvm.thread.count");
      Metric gc = collector.metrics("jvm.gc.duration").get(0);
      assertThat(gc.getUnit()).isEqualTo("s");
      assertThat(gc.getHistogram().getDataPoints(0).getExplicitBoundsList())
          .containsExactly(0.01, 0.1, 1.0, 10.0);
      assertThat(gc.getHistogram().getDataPoints(0).getAttributesList())
          .extracting(attribute -> attribute.getKey())
          .containsExactlyInAnyOrder("jvm.gc.name", "jvm.gc.action");
      Metric threads = collector.metrics("jvm.thread.count").get(0);
      assertThat(threads.getSum().getIsMonotonic()).isFalse();
      assertThat(threads.getSum().getDataPoints(0).getAttributesList())
          .extracting(attribute -> attribute.getKey())
          .containsExactlyInAnyOrder("jvm.thread.daemon", "jvm.thread.state");
    }
  }

  @Test
  void theyComeAlsoWhenAProviderWasAskedForBefore() throws Exception {
    try (Collector collector = Collector.plain()) {
      Telemetry telemetry =
          Given.sendingTo(collector.url(), "otel.metric.export.interval", "100ms").start();
      telemetry.meter();

      await().until(() -> collector.metrics("jvm.memory.used").size() > 1);
      telemetry.close();
    }
  }

  @Test
  void theyCanBeSwitchedOff() throws Exception {
    try (Collector collector = Collector.plain()) {
      Telemetry telemetry =
          Given.sendingTo(
                  collector.url(),
                  "otel.metric.export.interval",
                  "50ms",
                  "outrider.metrics.jvm.enabled",
                  "false")
              .start();
      telemetry.meter().counterBuilder("calls").build().add(1);
      await().until(() -> collector.metrics("calls").size() > 2);
      telemetry.close();

      assertThat(collector.metrics()).allMatch(metric -> metric.getName().equals("calls"));
    }
  }
}
