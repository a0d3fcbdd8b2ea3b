// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentJar;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent comes into a process that has long been running. */
final class AttachIT {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void aRunningProcessIsTraced(int version) {
    Jdk jdk = Jdk.require(version);
    try (OtlpSink sink = new OtlpSink();
        TestServer server = new TestServer();
        DriverProcess child =
            AgentProcess.with(jdk)
                .withoutAgent()
                .exportingTo(sink)
                .drive("HttpUrlConnectionDriver", "JdkHttpClientDriver")) {
      // Everything is loaded, and in use.
      child.performIn(Parent.sampledOne(), call("HttpURLConnection", server, "before"));
      child.performIn(Parent.sampledOne(), call("java.net.http", server, "before"));
      try (AgentProcess attach =
          AgentProcess.with(jdk)
              .withoutAgent()
              .tool(
                  "java",
                  "-jar",
                  AgentJar.path().toString(),
                  "attach",
                  String.valueOf(child.process().pid()))) {
        AgentProcess.Ended ended = attach.awaitEnd();
        assertThat(ended.code()).as(ended.toString()).isZero();
      }
      for (String driver : new String[] {"HttpURLConnection", "java.net.http"}) {
        Parent parent = Parent.sampledOne();
        assertThat(child.performIn(parent, call(driver, server, "after-" + driver)).get("status"))
            .isEqualTo("200");
        assertThat(server.awaitRequest("after-" + driver).header("traceparent"))
            .contains(parent.traceId());
        assertThat(sink.awaitTrace(parent.traceId(), 2)).hasSize(2);
      }
      assertThat(server.requests("before"))
          .allSatisfy(request -> assertThat(request.header("traceparent")).isNull());
    }
  }

  private static Order call(String driver, TestServer server, String id) {
    return new Order().with("driver", driver).with("url", server.url() + "/success?" + id);
  }
}
