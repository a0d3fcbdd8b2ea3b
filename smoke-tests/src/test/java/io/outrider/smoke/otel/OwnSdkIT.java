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
import io.outrider.smoke.harness.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application's own SDK does what it did, and shares its traces with the agent. */
final class OwnSdkIT {
  private static final String TOLD = "has registered an OpenTelemetry of its own";

  @ParameterizedTest(name = "Java {0}, {1}, registered {2}")
  @CsvSource({
    "8, opentelemetry-sdk-1.10, true",
    "17, opentelemetry-sdk-1.27, true",
    "17, opentelemetry-sdk-1.40, false",
    "25, opentelemetry-sdk-new, true",
    "25, opentelemetry-sdk-new, false"
  })
  void itsSpansContinueThoseOfTheAgentAndTheOtherWayRound(
      int version, String library, boolean registered) {
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child = drive(version, library, registered, sink, "keep")) {
      Parent parent = Parent.sampledOne();
      Order answer =
          child.performIn(
              parent,
              order("one")
                  .with("url", server.url() + "/success")
                  .with("global", registered ? true : null));
      List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
      SpanView request = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
      SpanView call = trace.stream().filter(SpanView::client).findFirst().orElseThrow();
      assertThat(answer.get("same")).isEqualTo("true");
      assertThat(answer.get("trace")).as("what its own exporter got").isEqualTo(parent.traceId());
      assertThat(answer.get("parent")).isEqualTo(request.spanId());
      assertThat(call.parentSpanId()).isEqualTo(answer.get("span"));
      assertThat(sink.spans(span -> span.name().equals("one"))).isEmpty();
      assertThat(child.process().stderr().stream().filter(line -> line.contains(TOLD)))
          .hasSize(registered ? 1 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"17, opentelemetry-sdk-1.10", "25, opentelemetry-sdk-new"})
  void itIsPassedOverWhereThatIsWanted(int version, String library) {
    try (OtlpSink sink = new OtlpSink();
        DriverProcess child = drive(version, library, true, sink, "replace")) {
      Order answer = child.perform(order("two").with("global", true));
      assertThat(answer.values()).doesNotContainKey("parent");
      SpanView span = sink.awaitSpan(s -> s.name().equals("two"));
      assertThat(span.spanId()).isEqualTo(answer.get("span"));
      assertThat(span.scope()).isEqualTo("own");
      assertThat(child.process().stderr()).anyMatch(line -> line.contains(TOLD));
    }
  }

  private static Order order(String name) {
    return new Order().with("driver", "OwnSdk").with("name", name);
  }

  private static DriverProcess drive(
      int version, String library, boolean registered, OtlpSink sink, String ownSdk) {
    Jdk jdk = Jdk.require(version);
    return AgentProcess.with(jdk)
        .exportingTo(sink)
        .property("smoke.registered", registered)
        .property("outrider.own-sdk", ownSdk)
        .classPath(
            Libraries.join(
                Libraries.drivers(jdk),
                List.of(Libraries.target("drivers-otel")),
                Libraries.of(library)))
        .drive("OwnSdkDriver");
  }
}
