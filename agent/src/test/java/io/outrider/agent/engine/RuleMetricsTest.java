// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.guard.GuardKind;
import io.outrider.agent.guard.GuardRules;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rules show of themselves, and what they are told of a call. */
class RuleMetricsTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request request = new FakeClient.Request();

  private MetricData metric(String name) {
    for (MetricData metric : telemetry.metrics.collectAllMetrics()) {
      if (metric.getName().equals(name)) {
        return metric;
      }
    }
    return null;
  }

  private void call(Woven.Body body) {
    Woven.thrownBy(
        new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
        null,
        request,
        body);
  }

  @Test
  void aCallThatATimeoutHasCutOffIsARejection() {
    telemetry.guard("quick", "match", "client:http", "timeout.request", "1ms");
    call(
        r -> {
          long end = System.nanoTime() + 2_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          throw new SocketTimeoutException("Read timed out");
        });
    assertThat(attributes(telemetry.only()))
        .containsEntry("outrider.guard.rule", "quick")
        .containsEntry("outrider.guard.type", "timeout")
        .containsEntry("outrider.guard.outcome", "reject")
        .containsEntry("error.type", "java.net.SocketTimeoutException");
    LongPointData point =
        metric("outrider.guard.decisions").getLongSumData().getPoints().iterator().next();
    assertThat(point.getValue()).isEqualTo(1);
    assertThat(map(point.getAttributes()))
        .containsEntry("outrider.guard.type", "timeout")
        .containsEntry("outrider.guard.outcome", "reject");
  }

  @Test
  void aCallThatFailedSoonerWasNotCutOff() {
    telemetry.guard("quick", "match", "client:http", "timeout.request", "1h");
    call(
        r -> {
          throw new SocketTimeoutException("Read timed out");
        });
    assertThat(attributes(telemetry.only())).doesNotContainKey("outrider.guard.rule");
    assertThat(metric("outrider.guard.decisions")).isNull();
  }

  @Test
  void theTimeInQueuesIsAHistogramByRuleAndGuard() {
    Engine engine = telemetry.engine();
    engine.guards.onQueued("r", GuardKind.BULKHEAD, 1);
    engine.instruments();
    engine.guards.onQueued("r", GuardKind.BULKHEAD, 2_000_000_000L);
    engine.guards.onQueued("r", GuardKind.RATE_LIMIT, 1_000_000L);
    engine.guards.onQueued("r", GuardKind.BULKHEAD, 1_000_000_000L);
    List<String> seen = new ArrayList<>();
    for (HistogramPointData point : telemetry.points("outrider.guard.queue.duration")) {
      Map<String, Object> attributes = map(point.getAttributes());
      assertThat(attributes).containsEntry("outrider.guard.rule", "r");
      seen.add(
          attributes.get("outrider.guard.type") + " " + point.getCount() + " " + point.getSum());
    }
    assertThat(seen).containsExactlyInAnyOrder("bulkhead 2 3.0", "rate_limit 1 0.001");
  }

  @Test
  void rulesWithoutEndShareOneSeries() {
    Engine engine = telemetry.engine();
    engine.instruments();
    for (int i = 0; i < 1_500; i++) {
      engine.guards.onQueued("r" + i, GuardKind.BULKHEAD, 1);
    }
    assertThat(telemetry.points("outrider.guard.queue.duration").size()).isEqualTo(1_001);
  }

  @Test
  void reloadsAreCountedByTheirOutcome() {
    Reloads reloads = new Reloads();
    telemetry.settings.reloads = reloads;
    telemetry.engine().instruments();
    reloads.applied();
    reloads.rejected();
    reloads.rejected();
    assertThat(metric("outrider.config.reloads").getLongSumData().getPoints())
        .extracting(p -> map(p.getAttributes()).get("outcome") + " " + p.getValue())
        .containsExactlyInAnyOrder("applied 1", "rejected 2");
    assertThat(metric("outrider.config.valid").getDoubleGaugeData().getPoints())
        .extracting(DoublePointData::getValue)
        .containsExactly(0.0);
    reloads.applied();
    assertThat(metric("outrider.config.valid").getDoubleGaugeData().getPoints())
        .extracting(DoublePointData::getValue)
        .containsExactly(1.0);
  }

  @Test
  void otherRulesAreInForceForTheNextCall() {
    Engine engine = telemetry.engine();
    call(r -> new FakeClient.Response(200));
    assertThat(request.requestNanos).isZero();
    engine.replace(
        GuardRules.parse(Map.of("r", Map.of("timeout.request", "3s")), Map.of()),
        telemetry.settings.sampling);
    call(r -> new FakeClient.Response(200));
    assertThat(request.requestNanos).isEqualTo(3_000_000_000L);
    engine.replace(
        GuardRules.NONE,
        new Telemetry().sampling("off.match", "kind:client", "off.drop", "true").settings.sampling);
    telemetry.spans.reset();
    call(r -> new FakeClient.Response(200));
    assertThat(telemetry.ended()).as("sampling rules, too").isEmpty();
  }

  @Test
  void aRuleSeesTheCanonicalPathOfACall() {
    telemetry.guard("orders", "match.path", "/orders/*", "timeout.request", "3s");
    request.to("http", "shop", 80, "http://shop/a/../%6frders//7;v=1?x=/../y");
    call(r -> new FakeClient.Response(200));
    assertThat(request.requestNanos).isEqualTo(3_000_000_000L);
  }

  @Test
  void aRuleSeesTheHeadersOfACallGoingOut() {
    telemetry.guard("gold", "match.header", "X-Tenant=gold*", "timeout.request", "3s");
    request.headers.put("X-Tenant", List.of("golden"));
    call(r -> new FakeClient.Response(200));
    assertThat(request.requestNanos).isEqualTo(3_000_000_000L);
    request.headers.put("X-Tenant", List.of("silver"));
    call(r -> new FakeClient.Response(200));
    assertThat(request.requestNanos).isZero();
  }

  @Test
  void theCallerOfARequestIsTheOneBehindTrustedProxies() throws Throwable {
    telemetry.settings.trustedProxies = List.of(AddressBlock.parse("10.0.0.0/8"));
    FakeServer.Exchange exchange =
        new FakeServer.Exchange().header("X-Forwarded-For", "6.6.6.6, 1.2.3.4");
    List<String> seen = new ArrayList<>();
    Woven.call(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        exchange,
        r -> {
          seen.add(Operation.requestOf(Current.get()).callerAddress());
          return null;
        });
    assertThat(seen).containsExactly("1.2.3.4");
  }
}
