// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.outrider.instrumentation.RouteAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are switched off: at the door by path, and at their route. */
class ServerDegradeTest {
  private final Telemetry telemetry = new Telemetry();
  private final AtomicInteger handled = new AtomicInteger();
  private FakeServer.Exchange exchange = new FakeServer.Exchange();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private void serve(Woven.Body body) {
    assertThat(
            Woven.thrownBy(
                new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
                null,
                exchange,
                body))
        .isNull();
  }

  private Object handle(Object argument) throws Throwable {
    RouteAdapter adapter = (self, a0, a1, a2) -> "/orders/{id}";
    return Woven.call(
        new ServerRoute(telemetry.engine(), adapter, new Life("fake")),
        null,
        exchange,
        r -> handled.incrementAndGet());
  }

  private List<Map<String, Object>> decisions() {
    List<Map<String, Object>> decisions = new ArrayList<>();
    for (MetricData metric : telemetry.metrics.collectAllMetrics()) {
      if (metric.getName().equals("outrider.guard.decisions")) {
        for (LongPointData point : metric.getLongSumData().getPoints()) {
          decisions.add(Telemetry.map(point.getAttributes()));
        }
      }
    }
    return decisions;
  }

  @Test
  void atTheDoorThePathIsAnsweredAsTheRuleSays() {
    telemetry.guard(
        "menu",
        "match",
        "server:http,path:/orders/**",
        "degrade.when",
        "always",
        "degrade.status",
        "200",
        "degrade.headers",
        "X-Degraded=yes",
        "degrade.body",
        "{\"items\":[]}");
    serve(r -> handled.incrementAndGet());
    assertThat(handled).hasValue(0);
    assertThat(exchange.status).isEqualTo(200);
    assertThat(exchange.body).isEqualTo("{\"items\":[]}");
    assertThat(exchange.answered)
        .containsEntry("X-Degraded", List.of("yes"))
        .containsEntry("Content-Type", List.of("application/json"))
        .doesNotContainKey("Retry-After");
    assertThat(attributes(telemetry.only()))
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("outrider.guard.rule", "menu")
        .containsEntry("outrider.guard.type", "degrade")
        .containsEntry("outrider.guard.outcome", "reject")
        .doesNotContainKey("error.type");
    assertThat(decisions())
        .containsExactly(
            Map.of(
                "outrider.guard.rule", "menu",
                "outrider.guard.type", "degrade",
                "outrider.guard.outcome", "reject"));
    exchange = new FakeServer.Exchange().path("/health");
    serve(r -> handled.incrementAndGet());
    assertThat(handled).hasValue(1);
  }

  @Test
  void atTheRouteTheHandlerIsNotReached() {
    telemetry.guard("menu", "match", "server:http,route:/orders/*", "degrade.when", "always");
    serve(this::handle);
    assertThat(handled).hasValue(0);
    assertThat(exchange.status).isEqualTo(503);
    assertThat(exchange.body).contains("\"guard\":\"degrade\"", "\"rule\":\"menu\"");
    assertThat(exchange.answered).containsKey("Retry-After");
  }

  @Test
  void inDryRunItIsOnlyCounted() {
    telemetry.guard("menu", "degrade.when", "always", "mode", "dry-run");
    serve(r -> handled.incrementAndGet());
    assertThat(handled).hasValue(1);
    assertThat(exchange.status).isEqualTo(200);
    assertThat(decisions())
        .anyMatch(decision -> "would_reject".equals(decision.get("outrider.guard.outcome")));
  }

  @Test
  void requestsUnderWayAreCountedUntilTheirAsynchronousEnd() {
    telemetry.guard("busy", "degrade.when", "in-flight > 2");
    List<FakeServer.Exchange> suspended = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      exchange = new FakeServer.Exchange();
      exchange.goesOn = true;
      suspended.add(exchange);
      serve(r -> null);
    }
    exchange = new FakeServer.Exchange();
    serve(r -> handled.incrementAndGet());
    assertThat(exchange.status).isEqualTo(503);
    assertThat(handled).hasValue(0);
    for (FakeServer.Exchange one : suspended) {
      one.completion.completed(200, null);
      one.completion.completed(200, null);
    }
    exchange = new FakeServer.Exchange();
    serve(r -> handled.incrementAndGet());
    assertThat(handled).hasValue(1);
  }
}
