// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.guard.GuardRejection;
import io.outrider.agent.guard.GuardRules;
import io.outrider.instrumentation.RouteAdapter;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rate limits where requests arrive and where calls go out. */
@Timeout(60)
class RateLimitTest {
  private static final long MS = 1_000_000L;

  private final Telemetry telemetry = new Telemetry();
  private final AtomicInteger handled = new AtomicInteger();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private FakeServer.Exchange serve(FakeServer.Exchange exchange, String route) {
    Throwable thrown =
        Woven.thrownBy(
            new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
            null,
            exchange,
            r -> {
              RouteAdapter adapter = (self, a0, a1, a2) -> route;
              return Woven.call(
                  new ServerRoute(telemetry.engine(), adapter, new Life("fake")),
                  null,
                  exchange,
                  handler -> handled.incrementAndGet());
            });
    assertThat(thrown).isNull();
    return exchange;
  }

  private int status(FakeServer.Exchange exchange, String route) {
    return serve(exchange, route).status;
  }

  private static FakeServer.Exchange from(String address) {
    FakeServer.Exchange exchange = new FakeServer.Exchange();
    exchange.peer = address;
    return exchange;
  }

  private void limit(String... more) {
    List<String> all = new ArrayList<>(List.of("match", "server:http", "rate-limit.rate", "1/h"));
    all.addAll(List.of(more));
    telemetry.guard("quota", all.toArray(new String[0]));
  }

  @Test
  void aRequestBeyondTheRateIsAnsweredAtTheDoorAndToldWhenToComeBack() {
    limit();
    assertThat(status(new FakeServer.Exchange(), "/a")).isEqualTo(200);
    FakeServer.Exchange refused = serve(new FakeServer.Exchange(), "/a");
    assertThat(handled).hasValue(1);
    assertThat(refused.status).isEqualTo(429);
    assertThat(refused.answered).containsEntry("Retry-After", List.of("3600"));
    assertThat(refused.body).contains("\"guard\":\"rate-limit\"").contains("\"rule\":\"quota\"");
    assertThat(attributes(telemetry.ended().get(1)))
        .containsEntry("outrider.guard.rule", "quota")
        .containsEntry("outrider.guard.type", "rate_limit")
        .containsEntry("http.response.status_code", 429L)
        .doesNotContainKey("http.route");
  }

  @Test
  void addressesAreLimitedEachForItself() {
    limit("rate-limit.key", "address");
    assertThat(status(from("10.0.0.1"), "/a")).isEqualTo(200);
    assertThat(status(from("10.0.0.2"), "/a")).isEqualTo(200);
    assertThat(status(from("10.0.0.1"), "/a")).isEqualTo(429);
    assertThat(status(from(null), "/a")).isEqualTo(200);
    assertThat(status(from(null), "/a")).isEqualTo(429);
  }

  @Test
  void whatAHeaderClaimsDoesNotChangeTheAddress() {
    limit("rate-limit.key", "address");
    assertThat(status(from("10.0.0.1").header("X-Forwarded-For", "1.1.1.1"), "/a")).isEqualTo(200);
    assertThat(status(from("10.0.0.1").header("X-Forwarded-For", "2.2.2.2"), "/a")).isEqualTo(429);
  }

  @Test
  void headersAreLimitedEachForItself() {
    limit("rate-limit.key", "header:X-Api-Key");
    assertThat(status(from("a").header("X-Api-Key", "1"), "/a")).isEqualTo(200);
    assertThat(status(from("a").header("X-Api-Key", "2"), "/a")).isEqualTo(200);
    assertThat(status(from("b").header("X-Api-Key", "1"), "/a")).isEqualTo(429);
  }

  @Test
  void routesAreLimitedEachForItselfBeforeTheirHandler() {
    limit("rate-limit.key", "route");
    assertThat(status(from("a").path("/orders/1"), "/orders/{id}")).isEqualTo(200);
    assertThat(status(from("a").path("/carts/1"), "/carts/{id}")).isEqualTo(200);
    assertThat(handled).hasValue(2);
    FakeServer.Exchange refused = serve(from("b").path("/orders/2"), "/orders/{id}");
    assertThat(refused.status).isEqualTo(429);
    assertThat(refused.answered).containsEntry("Retry-After", List.of("3600"));
    assertThat(handled).hasValue(2);
    assertThat(attributes(telemetry.ended().get(2)))
        .containsEntry("http.route", "/orders/{id}")
        .containsEntry("outrider.guard.outcome", "reject");
    assertThat(status(from("a"), null)).as("no route, no limit").isEqualTo(200);
  }

  @Test
  void inDryRunAllPassAndTheSpanSaysWhatWouldHaveBeen() {
    limit("mode", "dry-run", "rate-limit.max-wait", "10m");
    assertThat(status(from("a"), "/a")).isEqualTo(200);
    assertThat(status(from("a"), "/a")).isEqualTo(200);
    assertThat(attributes(telemetry.ended().get(1)))
        .containsEntry("outrider.guard.outcome", "would_reject")
        .containsEntry("outrider.guard.rule", "quota");
  }

  private Throwable call() {
    return Woven.thrownBy(
        new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
        null,
        new FakeClient.Request(),
        r -> {
          handled.incrementAndGet();
          return new FakeClient.Response(200);
        });
  }

  @Test
  void aClientBeyondItsRateSendsNothing() {
    telemetry.guard("quota", "match", "client:http", "rate-limit.rate", "1/h");
    assertThat(call()).isNull();
    assertThat(call()).isInstanceOf(ConnectException.class).isInstanceOf(GuardRejection.class);
    assertThat(handled).hasValue(1);
    assertThat(attributes(telemetry.ended().get(1))).containsEntry("error.type", "rate_limited");
  }

  @Test
  void aPacedClientWaitsForItsTurnBeforeItSends() {
    telemetry.guard(
        "pace",
        "match",
        "client:http",
        "rate-limit.rate",
        "50/s",
        "rate-limit.burst",
        "1",
        "rate-limit.max-wait",
        "5s");
    long begun = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      assertThat(call()).isNull();
    }
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(60 * MS);
    assertThat(handled).hasValue(4);
  }

  @Test
  void aPacedFutureDoesNotWait() throws Throwable {
    telemetry.guard(
        "pace", "match", "client:http", "rate-limit.rate", "1/h", "rate-limit.max-wait", "10m");
    ClientFuture site = new ClientFuture(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      futures.add(
          (CompletableFuture<?>)
              Woven.call(
                  site, null, new FakeClient.Request(), r -> new CompletableFuture<Object>()));
    }
    assertThat(futures.get(0)).isNotDone();
    assertThat(futures.get(1)).isCompletedExceptionally();
  }

  @Test
  void whatTheRouteRefusesIsHandedBackAtTheDoor() {
    Map<String, String> door = Map.of("match", "server:http", "rate-limit.rate", "1/h");
    Map<String, String> route = Map.of("match", "server:http,route:/off", "degrade.when", "always");
    telemetry.settings.guards = GuardRules.parse(Map.of("door", door, "off", route), Map.of());
    assertThat(status(new FakeServer.Exchange(), "/off")).isEqualTo(503);
    assertThat(status(new FakeServer.Exchange(), "/on")).isEqualTo(200);
    assertThat(status(new FakeServer.Exchange(), "/on")).isEqualTo(429);
  }
}
