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

/** The tracing of Spring Boot goes on in the agent's traces, and tells its listeners. */
final class MicrometerTracingIT {
  @ParameterizedTest
  @CsvSource({"17, micrometer-tracing-1.0", "25, micrometer-tracing-new"})
  void itsSpansAreBetweenThoseOfTheAgent(int version, String library) {
    Jdk jdk = Jdk.require(version);
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(jdk)
                .exportingTo(sink)
                .classPath(
                    Libraries.join(
                        Libraries.drivers(jdk),
                        List.of(Libraries.target("drivers-micrometer")),
                        Libraries.of(library)))
                .drive("MicrometerDriver")) {
      Parent parent = Parent.sampledOne();
      Order order = new Order().with("driver", "Micrometer").with("url", server.url() + "/success");
      Order answer = child.performIn(parent, order);
      List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
      SpanView request = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
      SpanView call = trace.stream().filter(SpanView::client).findFirst().orElseThrow();
      assertThat(answer.get("current")).isEqualTo(request.spanId());
      assertThat(answer.get("trace")).isEqualTo(parent.traceId());
      assertThat(answer.get("parent")).isEqualTo(request.spanId());
      assertThat(answer.get("inside")).isEqualTo(answer.get("span"));
      assertThat(call.parentSpanId()).isEqualTo(answer.get("span"));
      assertThat(answer.get("none")).isEqualTo("true");
      assertThat(answer.get("after")).isEqualTo(request.spanId());
      assertThat(answer.number("events", 0)).isGreaterThanOrEqualTo(4);
      assertThat(child.perform(order).values()).doesNotContainKeys("current", "after");
    }
  }
}
