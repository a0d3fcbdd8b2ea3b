// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.DriverProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.OtlpSink;
import io.outrider.smoke.harness.Parent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulkheads of HTTP clients and of JDBC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BulkheadClientIT {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private OtlpSink sink;
  private Gate gate;
  private Gate patient;
  private DriverProcess child;

  @BeforeAll
  void start() {
    sink = new OtlpSink();
    gate = new Gate();
    patient = new Gate();
    child =
        AgentProcess.with(Jdk.ours())
            .exportingTo(sink)
            .property("outrider.rules.gate.match", "client:http,port:" + gate.port())
            .property("outrider.rules.gate.bulkhead.max-concurrent", 1)
            .property("outrider.rules.patient.match", "client:http,port:" + patient.port())
            .property("outrider.rules.patient.bulkhead.max-concurrent", 1)
            .property("outrider.rules.patient.bulkhead.max-wait", "30s")
            .property("outrider.rules.db.match", "client:jdbc,database:busy")
            .property("outrider.rules.db.bulkhead.max-concurrent", 1)
            .classPath(
                Libraries.join(
                    Libraries.drivers(Jdk.ours()),
                    Libraries.of("h2-2"),
                    Libraries.of("hikaricp-new")))
            .drive("JdkHttpClientDriver", "JdbcDriver");
  }

  @AfterAll
  void stop() {
    if (child != null) {
      child.close();
    }
    gate.close();
    patient.close();
    sink.close();
    callers.shutdownNow();
  }

  private CompletableFuture<Order> perform(Order order) {
    return CompletableFuture.supplyAsync(
        () -> child.performIn(Parent.sampledOne(), order), callers);
  }

  private static Order answer(CompletableFuture<Order> call) throws Exception {
    return call.get(40, TimeUnit.SECONDS);
  }

  private static Order get(Gate gate, String mode) {
    return new Order()
        .with("driver", "java.net.http")
        .with("mode", mode)
        .with("url", gate.url("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "async"})
  void aCallBeyondTheLimitIsRefusedUntilThatBeforeHasEnded(String mode) throws Exception {
    int before = gate.arrived().size();
    CompletableFuture<Order> first = perform(get(gate, mode));
    gate.awaitArrived(before + 1);
    Order refused = answer(perform(get(gate, mode)));
    assertThat(refused.get("types"))
        .contains("java.net.ConnectException")
        .contains("io.outrider.agent.guard.GuardRejection");
    assertThat(refused.get("message")).contains("the only place of the bulkhead is taken");
    assertThat(gate.arrived()).hasSize(before + 1);
    gate.letGo(2);
    assertThat(answer(first).get("status")).isEqualTo("200");
    assertThat(answer(perform(get(gate, mode))).get("status")).isEqualTo("200");
  }

  @Test
  void aCallThatIsCancelledGivesItsPlaceBack() throws Exception {
    int before = gate.arrived().size();
    CompletableFuture<Order> cancelled = perform(get(gate, "cancel").with("after", 3_000));
    gate.awaitArrived(before + 1);
    assertThat(answer(cancelled).get("cancelled")).isEqualTo("true");
    // The gate still holds the first: only its being cancelled can have made room for the next.
    CompletableFuture<Order> next = perform(get(gate, "async"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gate.arrived().size() == before + 2 || next.isDone());
    gate.letGo(2);
    Order answer = answer(next);
    assertThat(answer.get("status")).as("%s", answer).isEqualTo("200");
  }

  @Test
  void aSynchronousCallMayWaitAndOneThatReturnsAFutureNeverDoes() throws Exception {
    CompletableFuture<Order> first = perform(get(patient, "sync"));
    patient.awaitArrived(1);
    assertThat(answer(perform(get(patient, "async"))).get("types"))
        .contains("java.net.ConnectException");
    CompletableFuture<Order> second = perform(get(patient, "sync"));
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .until(() -> patient.arrived().size() == 1 && !second.isDone());
    patient.letGo(2);
    assertThat(answer(first).get("status")).isEqualTo("200");
    assertThat(answer(second).get("status")).isEqualTo("200");
    assertThat(patient.most()).isEqualTo(1);
  }

  @Test
  void aStatementHoldsItsPlaceWhileItRunsAndConnectionsAreHadMeanwhile() throws Exception {
    Order quick = sql("query", "SELECT 1");
    assertThat(answer(perform(quick)).get("rows")).isEqualTo("1");
    CompletableFuture<Order> busy =
        perform(
            sql("query", "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 30000) A, SYSTEM_RANGE(1, 3000)"));
    Order[] refused = new Order[1];
    Awaitility.await("a statement is refused while another runs")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              refused[0] = answer(perform(quick));
              return refused[0].get("types") != null;
            });
    assertThat(refused[0].get("types")).contains("io.outrider.agent.guard.GuardRejection");
    assertThat(refused[0].get("sqlState")).startsWith("53");
    if (!busy.isDone()) {
      assertThat(answer(perform(sql("connect", ""))).get("valid")).isEqualTo("true");
    }
    assertThat(answer(busy).get("rows")).isEqualTo("1");
    assertThat(answer(perform(quick)).get("rows")).isEqualTo("1");
  }

  private static Order sql(String action, String sql) {
    return new Order()
        .with("driver", "jdbc")
        .with("action", action)
        .with("pool", "hikaricp")
        .with("url", "jdbc:h2:mem:busy")
        .with("sql", sql);
  }
}
