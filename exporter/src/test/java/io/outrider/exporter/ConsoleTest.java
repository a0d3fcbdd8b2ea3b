// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSpanIsOneLineWhateverItHolds() {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new ConsoleSpans(out)))
            .build()) {
      provider
          .get("test")
          .spanBuilder("GET /a")
          .setAttribute("url", "x\n\u001b[31mfake")
          .startSpan()
          .end();
    }

    assertThat(written().lines()).hasSize(1);
    assertThat(written())
        .startsWith("[outrider] span GET /a INTERNAL ")
        .contains(" ms trace=", " span=", "{url=x  [31mfake}");
  }

  @Test
  void aMetricIsOneLineAPoint() {
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(PeriodicMetricReader.create(new ConsoleMetrics(out)))
            .build()) {
      var meter = provider.get("test");
      meter
          .counterBuilder("calls")
          .setUnit("{call}")
          .build()
          .add(2, Attributes.of(AttributeKey.stringKey("k"), "v"));
      meter.histogramBuilder("time").setUnit("s").build().record(1.5);
    }

    assertThat(written())
        .contains("[outrider] metric calls 2 {call} {k=v}\n")
        .contains("[outrider] metric time count=1 sum=1.5 min=1.5 max=1.5 s\n");
  }
}
