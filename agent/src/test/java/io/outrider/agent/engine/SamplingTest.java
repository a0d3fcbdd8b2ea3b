// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.outrider.instrumentation.RouteAdapter;
import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request called = new FakeClient.Request();
  private Runnable within = () -> {};

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** A request to a path, by a route, in which a service and a database are called. */
  private void serve(String path, String route, String traceparent) {
    FakeServer.Exchange exchange = new FakeServer.Exchange().path(path).header("host", "shop:8080");
    if (traceparent != null) {
      exchange.header("traceparent", traceparent);
    }
    RouteAdapter routes = (self, a0, a1, a2) -> route;
    Woven.thrownBy(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        exchange,
        r -> {
          Woven.call(
              new ServerRoute(telemetry.engine(), routes, new Life("fake")),
              null,
              exchange,
              x -> {
                call();
                within.run();
                Woven.call(
                    new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake")),
                    new FakeDatabase.Statement(),
                    null,
                    y -> 1);
                return null;
              });
          return null;
        });
  }

  private void call() throws Throwable {
    Woven.call(
        new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
        null,
        called,
        r -> new FakeClient.Response(200));
  }

  @Test
  void whatTheApplicationItselfRecordsIsDroppedWithTheRequest() {
    telemetry.sampling("health.match", "route:/health/{what}", "health.drop", "true");
    telemetry.sampler(Sampler.alwaysOn());
    ApiTelemetry api = new ApiTelemetry(telemetry.engine(), false);
    Object tracer = api.tracer("org.example", null, null);
    within = () -> api.end(api.start(api.spanBuilder(tracer, "own"), Current.get()), 0);
    serve("/health/live", "/health/{what}", null);
    assertThat(telemetry.ended()).isEmpty();
    serve("/orders/7", "/orders/{id}", null);
    assertThat(telemetry.ended()).hasSize(4);
  }

  private long requests() {
    Collection<HistogramPointData> points = telemetry.points("http.server.request.duration");
    return points.stream().mapToLong(HistogramPointData::getCount).sum();
  }

  @Test
  void withoutARuleAllIsRecorded() {
    serve("/health/live", "/health/{what}", null);
    assertThat(telemetry.ended()).hasSize(3);
    assertThat(called.header("traceparent")).matches(".*-0[13]");
  }

  @Test
  void aDroppedRequestIsDroppedWithAllThatIsInsideAndCountedAllTheSame() {
    telemetry.sampling("health.match", "path:/health/**", "health.drop", "true");
    serve("/health/live", null, null);
    assertThat(telemetry.ended()).isEmpty();
    assertThat(requests()).isEqualTo(1);
    assertThat(telemetry.points("http.client.request.duration")).hasSize(1);
    assertThat(telemetry.points("db.client.operation.duration")).hasSize(1);
    assertThat(called.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
    serve("/orders/7", null, null);
    assertThat(telemetry.ended()).hasSize(3);
  }

  @Test
  void aDroppedRequestKeepsTheTraceOfItsCaller() {
    telemetry.sampling("health.match", "path:/health/**", "health.drop", "true");
    serve("/health/live", null, "00-" + TRACE + "-" + SPAN + "-01");
    assertThat(telemetry.ended()).isEmpty();
    assertThat(called.header("traceparent")).startsWith("00-" + TRACE + "-").endsWith("-00");
  }

  @Test
  void aRouteMayDropARequestThatHasBegun() {
    telemetry.sampling("health.match", "route:/health/{what}", "health.drop", "true");
    serve("/health/live", "/health/{what}", null);
    assertThat(telemetry.ended()).isEmpty();
    assertThat(requests()).isEqualTo(1);
    assertThat(called.header("traceparent")).matches(".*-0[02]");
    serve("/orders/7", "/orders/{id}", null);
    assertThat(telemetry.ended()).hasSize(3);
  }

  @Test
  void aRuleMayNameTheHostThatWasAskedFor() {
    telemetry.sampling("shop.match", "host:shop,kind:server", "shop.drop", "true");
    serve("/orders/7", null, null);
    assertThat(telemetry.ended()).isEmpty();
  }

  @Test
  void aRuleForClientsDropsTheCallAlone() {
    telemetry.sampling("out.match", "kind:client,path:/orders/*", "out.drop", "true");
    serve("/orders/7", null, null);
    assertThat(telemetry.ended()).hasSize(2);
    assertThat(called.header("traceparent")).matches(".*-0[02]");
  }

  @Test
  void aRatioRecordsAShare() {
    telemetry.sampling("some.match", "kind:server", "some.ratio", "0.25");
    for (int i = 0; i < 2000; i++) {
      serve("/orders/7", null, null);
    }
    // 6 standard deviations around the mean of 500, at three spans a request.
    assertThat(telemetry.ended().size() / 3).isBetween(384, 616);
    assertThat(requests()).isEqualTo(2000);
  }

  @Test
  void aCallerThatIsNotRecordedIsFollowed() throws Throwable {
    serve("/orders/7", null, "00-" + TRACE + "-" + SPAN + "-00");
    assertThat(telemetry.ended()).isEmpty();
    assertThat(called.header("traceparent")).startsWith("00-" + TRACE + "-").endsWith("-00");
  }
}
