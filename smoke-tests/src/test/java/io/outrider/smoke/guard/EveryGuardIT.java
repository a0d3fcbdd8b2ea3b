// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentJar;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.MetricView;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import io.outrider.smoke.harness.SpanView;
import io.outrider.smoke.harness.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An application under the file that says everything a rule can say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryGuardIT {
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000)";

  private final OtlpSink sink = new OtlpSink();
  private final TestServer healthy = new TestServer();
  private final TestServer failing = new TestServer();
  private Path file;
  private DriverProcess child;

  @BeforeAll
  void start() throws Exception {
    file = Path.of(EveryGuardIT.class.getResource("/every-guard.yaml").toURI());
    Jdk jdk = Jdk.ours();
    child =
        AgentProcess.with(jdk)
            .exportingTo(sink)
            .property("outrider.config", file)
            .classPath(
                Libraries.join(
                    Libraries.drivers(jdk), Libraries.of("h2-2"), Libraries.of("hikaricp-new")))
            .drive("JdkHttpClientDriver", "GuardedJdbcDriver");
  }

  @AfterAll
  void stop() {
    if (child != null) {
      child.close();
    }
    healthy.close();
    failing.close();
    sink.close();
  }

  @Test
  void theFileHasNoProblem() {
    AgentProcess.Ended check =
        AgentProcess.with(Jdk.ours())
            .tool("java", "-jar", AgentJar.path().toString(), "config", "check", file.toString())
            .awaitEnd();
    assertThat(check.stderr()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void guardsShowWhatTheyHold() throws Exception {
    List<CompletableFuture<Order>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> child.performIn(Parent.sampledOne(), get(healthy, "/success"))));
    }
    for (CompletableFuture<Order> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS).get("status")).isEqualTo("200");
    }
    String server = "every-request";
    String client = "every-call";
    assertThat(await("outrider.guard.in_use", server, "concurrency").unit()).isEqualTo("{call}");
    assertThat(await("outrider.guard.limit", server, "concurrency").value()).isBetween(10.0, 400.0);
    assertThat(await("outrider.guard.limit", client, "concurrency").value()).isBetween(5.0, 300.0);
    await("outrider.guard.queue.length", server, "concurrency");
    assertThat(await("outrider.guard.keys", server, "rate_limit").value()).isEqualTo(1);
    assertThat(await("outrider.guard.retry.budget", client, "retry").value()).isPositive();
    MetricView queued = await("outrider.guard.queue.duration", client, "rate_limit");
    assertThat(queued.unit()).isEqualTo("s");
    assertThat(queued.count()).isPositive();
    assertThat(queued.value()).isPositive();
    assertThat(await("outrider.guard.decisions", client, "circuit_breaker").value()).isPositive();
  }

  private MetricView await(String name, String rule, String type) {
    return sink.awaitMetric(
        name,
        m ->
            rule.equals(m.attribute("outrider.guard.rule"))
                && type.equals(m.attribute("outrider.guard.type")));
  }

  @Test
  void aBreakerThatOpensIsSeenOnTheSpanInTheMetricsAndOnceInTheLog() {
    for (int i = 0; i < 25; i++) {
      child.performIn(Parent.sampledOne(), get(failing, "/error"));
    }
    Parent parent = Parent.sampledOne();
    Order answer = child.performIn(parent, get(failing, "/success"));
    assertThat(answer.get("status")).isEqualTo("203");
    assertThat(answer.get("body")).isEqualTo("{}");
    SpanView refused =
        sink.awaitTrace(parent.traceId(), 2).stream()
            .filter(SpanView::client)
            .findFirst()
            .orElseThrow();
    assertThat(refused.attributes())
        .containsEntry("error.type", "circuit_open")
        .containsEntry("outrider.guard.rule", "every-call")
        .containsEntry("outrider.guard.type", "circuit_breaker")
        .containsEntry("outrider.guard.outcome", "reject")
        .containsEntry("outrider.fallback.rule", "every-call");
    SpanView opening =
        sink.awaitSpan(
            s ->
                s.events().stream()
                    .anyMatch(e -> e.getKey().equals("outrider.breaker.transition")));
    assertThat(opening.events())
        .anySatisfy(
            event ->
                assertThat(event.getValue())
                    .containsEntry("outrider.guard.rule", "every-call")
                    .containsEntry("outrider.breaker.from", "closed")
                    .containsEntry("outrider.breaker.to", "open"));
    sink.awaitMetric(
        "outrider.breaker.state",
        m ->
            m.value() == 2
                && String.valueOf(m.attribute("server.port")).equals("" + failing.port()));
    for (int i = 0; i < 20; i++) {
      child.performIn(Parent.sampledOne(), get(failing, "/success"));
    }
    assertThat(child.process().stderr())
        .filteredOn(line -> line.contains("Rule every-call has refused"))
        .singleElement()
        .asString()
        .contains("outrider.rules.every-call.mode=off");
  }

  @Test
  void databasesAreGuarded() {
    assertThat(child.perform(sql("reports-daily", "SELECT 1")).get("results")).isEqualTo("ok");
    Order written = child.perform(sql("reports-daily", "CREATE TABLE copies (a INT)|SELECT 1"));
    assertThat(written.get("results")).isEqualTo("25006,ok");
    Parent parent = Parent.sampledOne();
    Order slow = child.performIn(parent, sql("goods", ENDLESS));
    assertThat(slow.get("types")).contains("java.sql.SQLTimeoutException");
    assertThat(sink.awaitTrace(parent.traceId(), 2))
        .anySatisfy(
            span ->
                assertThat(span.attributes())
                    .containsEntry("outrider.guard.rule", "every-database")
                    .containsEntry("outrider.guard.type", "timeout"));
  }

  private static Order get(TestServer server, String path) {
    return new Order()
        .with("driver", "java.net.http")
        .with("mode", "sync")
        .with("url", server.url() + path);
  }

  private static Order sql(String pool, String sql) {
    return new Order()
        .with("driver", "guarded-jdbc")
        .with("action", "script")
        .with("pool", "hikaricp")
        .with("poolName", pool)
        .with("url", "jdbc:h2:mem:" + pool)
        .with("sql", sql);
  }
}
