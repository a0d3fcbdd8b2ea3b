// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.guard.Answer;
import io.outrider.agent.guard.GuardKind;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.guard.Refusals;
import io.outrider.instrumentation.RouteAdapter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two places where a server's guards decide, with guards that always refuse. */
class ServerGuardTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange();
  private final AtomicInteger handled = new AtomicInteger();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private static final class Refusing extends Guarding {
    private final GuardKind atDoor;
    private final GuardKind atRoute;
    private int routesAsked;

    Refusing(GuardKind atDoor, GuardKind atRoute) {
      super(GuardRules.NONE);
      this.atDoor = atDoor;
      this.atRoute = atRoute;
    }

    private Answer refuse(Operation operation, GuardKind kind) {
      operation.refused = Refusals.of(kind, "limit");
      show(operation);
      return Answer.refusing(operation.refused, System.nanoTime());
    }

    @Override
    Answer atDoor(Operation operation) {
      return atDoor == null ? null : refuse(operation, atDoor);
    }

    @Override
    Answer atRoute(Operation operation, String route) {
      routesAsked++;
      return atRoute == null ? null : refuse(operation, atRoute);
    }
  }

  private Throwable serve(Woven.Body body) {
    return Woven.thrownBy(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        exchange,
        body);
  }

  private Object handle() throws Throwable {
    RouteAdapter adapter = (self, a0, a1, a2) -> "/orders/{id}";
    return Woven.call(
        new ServerRoute(telemetry.engine(), adapter, new Life("fake")),
        null,
        exchange,
        r -> {
          handled.incrementAndGet();
          return "view";
        });
  }

  @Test
  @Tag("defect-12")
  void aRequestRefusedAtTheDoorIsAnsweredForTheApplication() {
    telemetry.engine(new Refusing(GuardKind.RATE_LIMIT, null));
    assertThat(serve(r -> handled.incrementAndGet())).isNull();
    assertThat(handled).hasValue(0);
    assertThat(exchange.status).isEqualTo(429);
    assertThat(exchange.body).contains("\"guard\":\"rate-limit\"").contains("\"rule\":\"limit\"");
    assertThat(exchange.answered).containsEntry("Retry-After", List.of("2"));
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(telemetry.only()))
        .containsEntry("http.response.status_code", 429L)
        .containsEntry("outrider.guard.rule", "limit")
        .containsEntry("outrider.guard.type", "rate_limit")
        .containsEntry("outrider.guard.outcome", "reject");
  }

  @Test
  void aRequestThatIsShedIsAnErrorOfTheServer() {
    telemetry.engine(new Refusing(GuardKind.SHED, null));
    serve(r -> null);
    assertThat(exchange.status).isEqualTo(503);
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "503");
  }

  @Test
  void aRequestStaysRefusedWhenTheClientIsGone() {
    telemetry.engine(new Refusing(GuardKind.SHED, null));
    exchange.answerFails = true;
    assertThat(serve(r -> handled.incrementAndGet())).isNull();
    assertThat(handled).hasValue(0);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aRefusedRequestDoesNotGoOn() {
    telemetry.engine(new Refusing(GuardKind.SHED, null));
    exchange.goesOn = true;
    serve(r -> null);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aRequestRefusedAtItsRouteNeverReachesTheHandler() {
    telemetry.engine(new Refusing(null, GuardKind.BULKHEAD));
    assertThat(
            serve(
                r -> {
                  assertThat(handle()).isNull();
                  return null;
                }))
        .isNull();
    assertThat(handled).hasValue(0);
    assertThat(exchange.status).isEqualTo(503);
    assertThat(telemetry.only().getName()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(telemetry.only()))
        .containsEntry("http.route", "/orders/{id}")
        .containsEntry("outrider.guard.type", "bulkhead");
  }

  @Test
  void aRouteIsAskedOnceARequest() {
    Refusing guards = new Refusing(null, null);
    telemetry.engine(guards);
    serve(
        r -> {
          assertThat(handle()).isEqualTo("view");
          return handle();
        });
    assertThat(handled).hasValue(2);
    assertThat(guards.routesAsked).isEqualTo(1);
  }

  @Test
  void aRouteOnAnotherThreadIsNotRefused() {
    telemetry.engine(new Refusing(null, GuardKind.BULKHEAD));
    serve(
        r -> {
          io.opentelemetry.context.Context carried = Current.get();
          Thread thread =
              new Thread(
                  () -> {
                    Current.swap(carried);
                    try {
                      handle();
                    } catch (Throwable e) {
                      throw new AssertionError(e);
                    }
                  });
          thread.start();
          thread.join();
          return null;
        });
    assertThat(handled).hasValue(1);
  }
}
