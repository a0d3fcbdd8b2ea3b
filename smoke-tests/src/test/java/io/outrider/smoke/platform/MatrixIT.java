// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.AgentProcess.Ended;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.RawHttp;
import io.outrider.smoke.harness.ServerProcess;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestCertificate;
import io.outrider.smoke.harness.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The smoke set on the Java versions that the contracts do not run on. */
@ParameterizedClass(name = "on {0}")
@ValueSource(ints = {8, 11, 21, 26})
final class MatrixIT {
  private static OtlpSink sink;
  private static TestServer server;

  @Parameter private int version;

  @BeforeAll
  static void open() {
    sink = new OtlpSink();
    server = new TestServer();
  }

  @AfterAll
  static void close() {
    server.close();
    sink.close();
  }

  @Test
  void anApplicationRunsAsBefore() {
    try (AgentProcess child = App.on(Jdk.require(version)).start(App.HELLO, "7")) {
      Ended ended = child.awaitEnd();
      assertThat(ended.stderr()).isEmpty();
      assertThat(ended.stdout()).containsExactly("Hello, world");
      assertThat(ended.code()).isEqualTo(7);
    }
  }

  @Test
  void callsOfEveryKindJoinTheTrace() {
    Jdk jdk = Jdk.require(version);
    try (DriverProcess child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .classPath(Libraries.join(Libraries.drivers(jdk), Libraries.of("h2-1.4")))
            .option(TestCertificate.trust())
            .drive(drivers())) {
      String id = "matrix-" + version;
      assertJoins(child, new Order().with("driver", "HttpURLConnection").with("url", url(id)));
      assertJoins(
          child,
          new Order()
              .with("driver", "HttpURLConnection")
              .with("url", server.secureUrl() + "/success?" + id));
      assertJoins(
          child,
          new Order()
              .with("driver", "jdbc")
              .with("action", "query")
              .with("url", "jdbc:h2:mem:test")
              .with("sql", "SELECT 1"));
      for (String action : List.of("execute", "schedule", "forkJoinExecute", "runAsync")) {
        assertJoins(child, task(action, id));
      }
      if (version >= 11) {
        for (String mode : List.of("sync", "async")) {
          assertJoins(
              child,
              new Order().with("driver", "java.net.http").with("mode", mode).with("url", url(id)));
        }
      }
      if (version >= 21) {
        assertJoins(child, task("virtualThread", id));
        assertJoins(child, task("virtualExecutor", id));
      }
      assertThat(child.process().stderr()).isEmpty();
    }
  }

  @Test
  void servletsAreTraced() {
    Jdk jdk = Jdk.require(version);
    try (ServerProcess child =
        ServerProcess.ready(
            AgentProcess.with(jdk)
                .exportingTo(sink)
                .classPath(
                    Libraries.join(
                        List.of(Libraries.target("webapp-javax")),
                        Libraries.drivers(jdk),
                        Libraries.of("tomcat-9.0"),
                        Libraries.of("spring-webmvc-5.3")))
                .start("io.outrider.smoke.webapp.ContainerMain", "tomcat"))) {
      for (String path : List.of("/app/success", "/app/async/complete", "/app/mvc/orders/17")) {
        Parent parent = Parent.sampledOne();
        RawHttp.Answer answer = RawHttp.get(child.port(), path, "traceparent: " + parent.header());
        assertThat(answer.status()).isEqualTo(200);
        SpanView span = sink.awaitTrace(parent.traceId(), 1).get(0);
        assertThat(span.kind()).isEqualTo("SERVER");
        assertThat(span.attributes()).containsEntry("http.response.status_code", 200L);
      }
    }
  }

  private String[] drivers() {
    return version >= 11
        ? new String[] {
          "HttpUrlConnectionDriver", "JdbcDriver", "ExecutorDriver", "JdkHttpClientDriver"
        }
        : new String[] {"HttpUrlConnectionDriver", "JdbcDriver", "ExecutorDriver"};
  }

  private Order task(String action, String id) {
    return new Order().with("driver", "executors").with("action", action).with("url", url(id));
  }

  private String url(String id) {
    return server.url() + "/success?" + id;
  }

  private static void assertJoins(DriverProcess child, Order order) {
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, order);
    assertThat(answer.get("thrown")).as(order + ": " + answer).isNull();
    List<SpanView> trace = sink.awaitTrace(parent.traceId(), 2);
    SpanView around = trace.stream().filter(SpanView::server).findFirst().orElseThrow();
    assertThat(trace)
        .filteredOn(SpanView::client)
        .hasSize(1)
        .allSatisfy(call -> assertThat(call.parentSpanId()).isEqualTo(around.spanId()));
  }
}
