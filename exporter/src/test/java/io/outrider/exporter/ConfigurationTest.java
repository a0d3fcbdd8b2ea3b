// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static OtlpTarget traces(Given given) {
    return OtlpTarget.of("traces", given.values(), 30_000_000_000L);
  }

  @Test
  void theDefaultsNeedNoConfiguration() {
    Given given = Given.settings();
    OtlpTarget target = traces(given);

    assertThat(target.endpoint).isEqualTo("http://localhost:4318/v1/traces");
    assertThat(target.timeoutNanos).isEqualTo(10_000_000_000L);
    assertThat(target.compression).isEqualTo("none");
    assertThat(target.retry).isTrue();
    assertThat(target.reuseMemory).isTrue();
    assertThat(given.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://c:4318, http://c:4318/v1/traces",
    "http://c:4318/, http://c:4318/v1/traces",
    "https://c/otlp, https://c/otlp/v1/traces",
    "HTTP://c/otlp/, http://c/otlp/v1/traces",
    "http://my_collector:4318, http://my_collector:4318/v1/traces",
  })
  void theSignalsPathIsAppendedToTheCommonEndpoint(String given, String used) {
    assertThat(traces(Given.settings("otel.exporter.otlp.endpoint", given)).endpoint)
        .isEqualTo(used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4318",
        "ftp://c",
        "http://",
        "not a url",
        "http://c/?a=b",
        "http://c#d"
      })
  void aBadEndpointIsNamedAndTheDefaultUsed(String bad) {
    Given given = Given.settings("otel.exporter.otlp.endpoint", bad);

    assertThat(traces(given).endpoint).isEqualTo("http://localhost:4318/v1/traces");
    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0)).contains("otel.exporter.otlp.endpoint=" + bad, "allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/json"})
  void anotherProtocolIsAnsweredWithTheFix(String protocol) {
    Given given = Given.settings("otel.exporter.otlp.protocol", protocol);
    traces(given);

    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0))
        .contains("otel.exporter.otlp.protocol=" + protocol, "http/protobuf", "4318");
  }

  @Test
  void theGrpcPortIsPointedOut() {
    Given given = Given.settings("otel.exporter.otlp.traces.endpoint", "http://c:4317/v1/traces");
    traces(given);

    assertThat(given.warnings()).hasSize(1);
    assertThat(given.warnings().get(0))
        .contains("otel.exporter.otlp.traces.endpoint", "4317", "4318");
  }

  @Test
  void theSignalsOwnKeysWin() {
    Given given =
        Given.settings(
            "otel.exporter.otlp.headers", "a=1",
            "otel.exporter.otlp.traces.headers", "b=2",
            "otel.exporter.otlp.timeout", "5s",
            "otel.exporter.otlp.traces.timeout", "3000",
            "otel.exporter.otlp.compression", "none",
            "otel.exporter.otlp.traces.compression", "gzip");
    OtlpTarget target = traces(given);

    assertThat(target.headers).containsOnlyKeys("b");
    assertThat(target.timeoutNanos).isEqualTo(3_000_000_000L);
    assertThat(target.compression).isEqualTo("gzip");
  }

  @Test
  void theShorterOfBothTimeLimitsHolds() {
    OtlpTarget target = OtlpTarget.of("traces", Given.settings().values(), 2_000_000_000L);

    assertThat(target.timeoutNanos).isEqualTo(2_000_000_000L);
  }

  @Test
  void aHeaderThatCannotBeSentIsLeftOutAndItsValueNotShown() {
    Given given =
        Given.settings("otel.exporter.otlp.headers", "key=secret%0Avalue,good=1,secret-part");
    OtlpTarget target = traces(given);

    assertThat(target.headers).containsOnlyKeys("good");
    assertThat(given.warnings()).hasSize(2).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void credentialsInTheEndpointAreNotShown() {
    Given given = Given.settings("otel.exporter.otlp.endpoint", "http://me:secret@c:4318");

    assertThat(traces(given).shown()).isEqualTo("http://c:4318/v1/traces");
  }

  @Test
  void aClientKeyWithoutCertificateIsNotUsed() {
    Given given = Given.settings("otel.exporter.otlp.client.key", "/some/key.pem");

    assertThat(traces(given).clientKey).isNull();
    assertThat(given.warnings().get(0)).contains("otel.exporter.otlp.client.certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, AlwaysOnSampler, 0",
    "always_off, AlwaysOffSampler, 0",
    "traceidratio, TraceIdRatioBased{0.250000}, 0",
    "parentbased_traceidratio, root:TraceIdRatioBased{0.250000}, 0",
    "PARENTBASED_ALWAYS_OFF, root:AlwaysOffSampler, 0",
    "jaeger_remote, root:AlwaysOnSampler, 1",
  })
  void samplersAreMadeByName(String name, String description, int warnings) {
    Given given = Given.settings("otel.traces.sampler", name, "otel.traces.sampler.arg", "0.25");

    assertThat(Samplers.of(given.values()).getDescription()).contains(description);
    assertThat(given.warnings()).hasSize(warnings);
  }

  @Test
  void aBadRatioSamplesEverything() {
    Given given =
        Given.settings("otel.traces.sampler", "traceidratio", "otel.traces.sampler.arg", "25%");

    assertThat(Samplers.of(given.values()).getDescription()).contains("{1.000000}");
    assertThat(given.warnings().get(0)).contains("otel.traces.sampler.arg=25%", "0 to 1", "1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "otlp, true, false, 0",
    "'otlp, console', true, true, 0",
    "console, false, true, 0",
    "none, false, false, 0",
    "zipkin, true, false, 1",
    "'none,otlp', true, false, 1",
  })
  void exportersAreChosenByName(String value, boolean otlp, boolean console, int warnings) {
    Given given = Given.settings("otel.traces.exporter", value);
    Destinations destinations = Destinations.of("traces", given.values());

    assertThat(destinations.otlp).isEqualTo(otlp);
    assertThat(destinations.console).isEqualTo(console);
    assertThat(given.warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"500, 500000000", "2s, 2000000000", "1 m, 60000000000", "10ms, 10000000", "0, 0"})
  void durationsOfStandardKeysMayLackAUnit(String text, long nanos) {
    assertThat(Durations.parse(text, true)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "5 parsecs", "99999999999999999999"})
  void whatIsNotADurationIsSaidSo(String text) {
    Given given = Given.settings("otel.bsp.schedule.delay", text);

    assertThat(new BatchSettings("otel.bsp.", 5_000_000_000L, "spans", given.values()).delayNanos)
        .isEqualTo(5_000_000_000L);
    assertThat(given.warnings()).hasSize(text.isEmpty() ? 0 : 1);
  }

  @Test
  void ourOwnDurationsNeedAUnit() {
    assertThat(Durations.parse("500", false)).isEqualTo(-1);
  }

  @Test
  void theBatchFitsTheQueue() {
    Given given =
        Given.settings("otel.bsp.max.queue.size", "100", "otel.bsp.max.export.batch.size", "200");
    BatchSettings bounds = new BatchSettings("otel.bsp.", 5_000_000_000L, "spans", given.values());

    assertThat(bounds.batch).isEqualTo(100);
    assertThat(given.warnings().get(0)).contains("otel.bsp.max.export.batch.size=200");
  }

  @Test
  void unknownTemporalityIsSaidAndCumulativeUsed() {
    Given given = Given.settings("otel.exporter.otlp.metrics.temporality.preference", "sometimes");

    assertThat(
            MetricSender.temporality(given.values())
                .getAggregationTemporality(InstrumentType.COUNTER))
        .isEqualTo(AggregationTemporality.CUMULATIVE);
    assertThat(given.warnings()).hasSize(1);
  }

  @Test
  void everythingWrongAtOnceStillStarts() {
    Given given =
        Given.settings(
            "otel.traces.exporter", "pigeon",
            "otel.metrics.exporter", "pigeon",
            "otel.exporter.otlp.endpoint", "::::",
            "otel.exporter.otlp.compression", "rar",
            "otel.bsp.max.queue.size", "-1",
            "otel.metric.export.interval", "never",
            "otel.metrics.exemplar.filter", "maybe",
            "otel.java.metrics.cardinality.limit", "0",
            "otel.span.attribute.count.limit", "many",
            "otel.java.exporter.memory_mode", "lots",
            "otel.resource.attributes", "=,x,,a=%zz",
            "otel.sdk.disabled", "perhaps");
    Telemetry telemetry = given.start();
    telemetry.tracer().spanBuilder("s").startSpan();

    assertThat(telemetry.close(1_000_000_000L)).isTrue();
    assertThat(given.warnings()).hasSizeGreaterThan(11).allMatch(text -> text.contains("otel."));
  }
}
