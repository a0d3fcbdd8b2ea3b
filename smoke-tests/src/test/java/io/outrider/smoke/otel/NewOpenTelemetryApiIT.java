// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.LogView;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only newer versions of OpenTelemetry's API can say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NewOpenTelemetryApiIT {
  private OtlpSink sink;
  private DriverProcess child;

  @BeforeAll
  void start() {
    Jdk jdk = Jdk.require(17);
    sink = new OtlpSink();
    child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .property("otel.logs.exporter", "otlp")
            .property("otel.blrp.schedule.delay", "50")
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk),
                    List.of(Libraries.target("drivers-otelnew")),
                    Libraries.of("opentelemetry-new"),
                    Libraries.of("opentelemetry-annotations-2")))
            .drive("NewOpenTelemetryDriver");
  }

  @AfterAll
  void stop() {
    if (child != null) {
      child.close();
      sink.close();
    }
  }

  private static Order order(String mode) {
    return new Order().with("driver", "NewOpenTelemetry").with("mode", mode);
  }

  @Test
  void theGlobalOpenTelemetryIsSet() {
    Order answer = child.perform(order("set"));
    assertThat(answer.get("isSet")).isEqualTo("true");
    assertThat(answer.get("noop")).isEqualTo("true");
  }

  @Test
  void gaugesBoundsAndBatchesAreReported() {
    child.perform(order("metrics").with("prefix", "n."));
    assertThat(metric("n.heat").value()).isEqualTo(36.5);
    assertThat(metric("n.people").value()).isEqualTo(5);
    assertThat(metric("n.bounds").bounds()).containsExactly(1.0, 2.0);
    assertThat(metric("n.first").value()).isEqualTo(1);
    assertThat(metric("n.second").value()).isEqualTo(2);
    assertThat(sink.metrics()).noneMatch(metric -> metric.name().equals("n.third"));
  }

  private MetricView metric(String name) {
    return sink.awaitMetric(name, one -> true);
  }

  @Test
  void aSpanMayHaveLinksAndStructuresAddedLater() {
    Order answer = child.perform(order("span"));
    SpanView span = sink.awaitTrace(answer.get("trace"), 1).get(0);
    assertThat(span.links()).hasSize(1);
    assertThat(span.attributes())
        .containsEntry("plain", "text")
        .containsEntry("structure", Map.of("a", 1L, "b", List.of("x", true), "c", "0102"));
    assertThat(span.events()).extracting(Map.Entry::getKey).containsExactly("at");
    assertThat(span.endNanos() - span.startNanos()).isGreaterThan(900_000_000L);
  }

  @Test
  void logRecordsAreSent() {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, order("logs").with("text", "hello"));
    SpanView request = sink.awaitTrace(parent.traceId(), 1).get(0);
    LogView plain = sink.awaitLog("a plain line").get(0);
    assertThat(plain.logger()).isEqualTo("org.example.log");
    assertThat(plain.traceId()).isEqualTo(parent.traceId());
    assertThat(plain.spanId()).isEqualTo(request.spanId());
    LogView event =
        sink.logs().stream().filter(log -> log.level().equals("WARNING")).findFirst().orElseThrow();
    assertThat(event.millis()).isEqualTo(1000);
    assertThat(event.traceId()).isEqualTo(parent.traceId());
    assertThat(event.attributes())
        .containsEntry("n", "1")
        .containsEntry("exception.message", "bad");
    assertThat(answer.get("enabled")).isEqualTo("true");
  }

  @Test
  void annotationsMayBeginATraceOrAddToASpan() {
    Parent parent = Parent.sampledOne();
    child.performIn(parent, order("annotated"));
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
    assertThat(trace)
        .filteredOn(span -> span.name().equals("NewOpenTelemetryDriver.around"))
        .singleElement()
        .satisfies(
            span ->
                assertThat(span.attributes())
                    .containsEntry("text", "seven")
                    .containsEntry("n", 8L));
    SpanView alone = sink.awaitSpan(s -> s.name().equals("NewOpenTelemetryDriver.alone"));
    assertThat(alone.traceId()).isNotEqualTo(parent.traceId());
    assertThat(alone.parentSpanId()).isEmpty();
  }
}
