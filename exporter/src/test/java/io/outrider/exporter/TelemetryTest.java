// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {

  private static final long TEN_SECONDS = SECONDS.toNanos(10);

  private Collector collector;
  private Telemetry telemetry;

  @BeforeEach
  void startCollector() throws Exception {
    collector = Collector.plain();
  }

  @AfterEach
  void stop() {
    if (telemetry != null) {
      telemetry.close(SECONDS.toNanos(2));
    }
    collector.close();
  }

  private void start(String... settings) {
    telemetry = Given.sendingTo(collector.url(), settings).start();
  }

  private void span(String name) {
    telemetry.tracer().spanBuilder(name).setSpanKind(SpanKind.CLIENT).startSpan().end();
  }

  @Test
  void sendsASpanWithResourceAndScopeToTheTracesPath() {
    start();
    span("hello");

    await().until(() -> !collector.spans().isEmpty());
    Span span = collector.spans().get(0);
    assertThat(span.getName()).isEqualTo("hello");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(collector.requests().get(0).path()).isEqualTo("/v1/traces");
    assertThat(collector.requests().get(0).headers().getFirst("Content-Type"))
        .isEqualTo("application/x-protobuf");
    var resource = collector.traces().get(0).getResourceSpans(0);
    assertThat(names(resource.getResource().getAttributesList()))
        .contains("service.name", "service.instance.id", "telemetry.distro.name", "process.pid");
    assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("io.outrider");
    assertThat(resource.getScopeSpans(0).getScope().getVersion()).isEqualTo("1.2.3");
  }

  private static List<String> names(List<KeyValue> attributes) {
    return attributes.stream().map(KeyValue::getKey).collect(Collectors.toList());
  }

  @Test
  void sendsMetricsToTheMetricsPathWhenFlushed() {
    start();
    telemetry.meter().counterBuilder("calls").build().add(3);

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.requests("/v1/metrics")).hasSize(1);
    var point = collector.metrics("calls").get(0).getSum().getDataPoints(0);
    assertThat(point.getAsInt()).isEqualTo(3);
  }

  @Test
  void sendsMetricsEveryInterval() {
    start("otel.metric.export.interval", "100ms", "outrider.metrics.jvm.enabled", "false");
    telemetry.meter().counterBuilder("calls").build().add(1);

    await().until(() -> collector.metrics("calls").size() >= 3);
  }

  @Test
  void sendsDeltasWhenAskedTo() {
    start("otel.exporter.otlp.metrics.temporality.preference", "delta");
    telemetry.meter().counterBuilder("calls").build().add(1);

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.metrics("calls").get(0).getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
  }

  @Test
  void sendsExponentialHistogramsWhenAskedTo() {
    start(
        "otel.exporter.otlp.metrics.default.histogram.aggregation",
        "base2_exponential_bucket_histogram");
    telemetry.meter().histogramBuilder("time").build().record(1.5);

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.metrics("time").get(0).hasExponentialHistogram()).isTrue();
  }

  @Test
  void compressesAndSendsTheConfiguredHeaders() {
    start(
        "otel.exporter.otlp.compression",
        "gzip",
        "otel.exporter.otlp.headers",
        "Authorization=Basic%20a%2Bb+c%3D%3D,x-tenant=blue");
    span("zipped");

    await().until(() -> !collector.spans().isEmpty());
    Collector.Request request = collector.requests().get(0);
    assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.headers().getFirst("Authorization")).isEqualTo("Basic a+b+c==");
    assertThat(request.headers().getFirst("x-tenant")).isEqualTo("blue");
    assertThat(collector.spans().get(0).getName()).isEqualTo("zipped");
  }

  @Test
  void aSignalsOwnEndpointIsUsedAsItStands() {
    start(
        "otel.exporter.otlp.traces.endpoint",
        collector.url() + "/custom/traces",
        "otel.exporter.otlp.endpoint",
        collector.url() + "/base");
    span("a");
    telemetry.meter().counterBuilder("calls").build().add(1);

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.requests("/custom/traces")).hasSize(1);
    assertThat(collector.requests("/base/v1/metrics")).hasSize(1);
  }

  @Test
  void flushSendsSpansRecordedJustBefore() {
    start("otel.bsp.schedule.delay", "1h");
    for (int i = 0; i < 1000; i++) {
      span("s" + i);
    }

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.spans()).hasSize(1000);
  }

  @Test
  void closeSendsWhatIsLeftAndLaterSpansAreDropped() {
    start("otel.bsp.schedule.delay", "1h");
    span("last");
    telemetry.meter().counterBuilder("calls").build().add(1);

    assertThat(telemetry.close()).isTrue();
    span("too late");
    assertThat(telemetry.flush(TEN_SECONDS)).isFalse();
    assertThat(collector.spans()).extracting(Span::getName).containsExactly("last");
    assertThat(collector.metrics("calls")).hasSize(1);
  }

  @Test
  void limitsAndSamplersAreHonoured() {
    start(
        "otel.span.attribute.count.limit",
        "2",
        "otel.attribute.value.length.limit",
        "5",
        "otel.traces.sampler",
        "always_on");
    telemetry
        .tracer()
        .spanBuilder("s")
        .setAttribute("a", "1234567")
        .setAttribute("b", "x")
        .setAttribute("c", "x")
        .startSpan()
        .end();

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    Span span = collector.spans().get(0);
    assertThat(span.getAttributesCount()).isEqualTo(2);
    assertThat(span.getDroppedAttributesCount()).isEqualTo(1);
    assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("12345");
  }

  @Test
  void unsampledSpansAreNotSent() {
    start("otel.traces.sampler", "parentbased_always_off");
    span("s");

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.requests("/v1/traces")).isEmpty();
  }

  @Test
  void seriesBeyondTheCardinalityLimitOverflow() {
    start("otel.java.metrics.cardinality.limit", "3");
    var counter = telemetry.meter().counterBuilder("calls").build();
    for (int i = 0; i < 10; i++) {
      counter.add(
          1,
          io.opentelemetry.api.common.Attributes.of(
              io.opentelemetry.api.common.AttributeKey.longKey("i"), (long) i));
    }

    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(collector.metrics("calls").get(0).getSum().getDataPointsCount()).isEqualTo(3);
  }

  @Test
  void withoutAnExporterNothingIsRecordedAndNoThreadStarted() {
    start("otel.traces.exporter", "none", "otel.metrics.exporter", "none");
    var span = telemetry.tracer().spanBuilder("s").startSpan();
    span.end();

    assertThat(span.isRecording()).isFalse();
    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(telemetry.close()).isTrue();
    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void aDisabledSdkRecordsNothing() {
    start("otel.sdk.disabled", "true");
    var span = telemetry.tracer().spanBuilder("s").startSpan();
    span.end();

    assertThat(span.isRecording()).isFalse();
    assertThat(telemetry.flush(TEN_SECONDS)).isTrue();
    assertThat(telemetry.close()).isTrue();
  }
}
