// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A publisher ends the span of the method that returned it. */
final class ReactorAnnotationsIT {
  @ParameterizedTest
  @CsvSource({"8, reactor-3.1", "17, reactor-new"})
  void aPublisherEndsItsMethodsSpan(int version, String library) {
    Jdk jdk = Jdk.require(version);
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child =
            AgentProcess.with(jdk)
                .exportingTo(sink)
                .classPath(
                    Libraries.join(
                        Libraries.drivers(jdk),
                        List.of(Libraries.target("drivers-otel")),
                        Libraries.of("opentelemetry-1.10"),
                        Libraries.of("opentelemetry-annotations-1"),
                        Libraries.of(library)))
                .drive("ReactorAnnotationDriver")) {
      Parent parent = Parent.sampledOne();
      assertThat(child.performIn(parent, order("mono")).get("answer")).isEqualTo("m0");
      assertThat(lasting(sink, parent, "mono")).isGreaterThan(140);
      parent = Parent.sampledOne();
      assertThat(child.performIn(parent, order("flux")).get("answer")).isEqualTo("[1, 2, 3]");
      assertThat(lasting(sink, parent, "flux")).isGreaterThan(80);
      parent = Parent.sampledOne();
      child.performIn(parent, order("never"));
      assertThat(lasting(sink, parent, "never")).isGreaterThan(90);
      parent = Parent.sampledOne();
      assertThat(child.performIn(parent, order("error")).get("message")).isEqualTo("published");
      SpanView failed = span(sink, parent, "failing");
      assertThat(failed.status()).isEqualTo("ERROR");
      assertThat(failed.events()).hasSize(1);
    }
  }

  private static Order order(String mode) {
    return new Order().with("driver", "ReactorAnnotations").with("mode", mode);
  }

  private static long lasting(OtlpSink sink, Parent parent, String method) {
    SpanView span = span(sink, parent, method);
    assertThat(span.status()).isEqualTo("UNSET");
    return (span.endNanos() - span.startNanos()) / 1_000_000;
  }

  private static SpanView span(OtlpSink sink, Parent parent, String method) {
    return sink.awaitTrace(parent.traceId(), 2).stream()
        .filter(span -> span.name().equals("ReactorAnnotationDriver." + method))
        .findFirst()
        .orElseThrow();
  }
}
