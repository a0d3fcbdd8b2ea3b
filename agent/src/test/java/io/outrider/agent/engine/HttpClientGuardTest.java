// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClientGuardTest {
  private final Telemetry telemetry =
      new Telemetry()
          .guard(
              "flaky",
              "match",
              "client:http",
              "timeout.request",
              "2s",
              "timeout.connect",
              "1s",
              "circuit-breaker.window",
              "3 calls",
              "circuit-breaker.minimum-calls",
              "3",
              "circuit-breaker.wait-open",
              "1m");
  private final FakeClient.Request request = new FakeClient.Request();
  private final AtomicInteger sent = new AtomicInteger();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private ClientCall site() {
    return new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
  }

  private Throwable call(int status, Throwable thrown) {
    return Woven.thrownBy(
        site(),
        null,
        request,
        r -> {
          sent.incrementAndGet();
          if (thrown != null) {
            throw thrown;
          }
          return new FakeClient.Response(status);
        });
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      call(0, new SocketException("reset"));
    }
    telemetry.spans.reset();
    sent.set(0);
  }

  @Test
  void theLimitsOfARuleReachTheClient() {
    call(200, null);
    assertThat(request.requestNanos).isEqualTo(2_000_000_000L);
    assertThat(request.connectNanos).isEqualTo(1_000_000_000L);
  }

  @Test
  void aDetourMakesTheCallInTheWovenMethodsPlace() throws Throwable {
    FakeClient.Response response = new FakeClient.Response(500);
    Object returned = Woven.call(detouring(() -> response), null, request, r -> fail());
    assertThat(returned).isSameAs(response);
    assertThat(attributes(telemetry.only())).containsEntry("http.response.status_code", 500L);
  }

  @Test
  void whatADetourThrowsIsTheApplications() {
    SocketException reset = new SocketException("reset");
    ClientCall site =
        detouring(
            () -> {
              throw reset;
            });
    assertThat(Woven.thrownBy(site, null, request, r -> fail())).isSameAs(reset);
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", SocketException.class.getName());
  }

  private Object fail() {
    throw new AssertionError("the woven method was run");
  }

  private ClientCall detouring(HttpClientAdapter.Detour detour) {
    FakeClient client =
        new FakeClient() {
          @Override
          public Object outgoing(Object request, Headers headers, long connect, long whole) {
            return detour;
          }
        };
    return new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
  }

  @Test
  void aCallThatTheLibrarySaysWasGivenUpIsNoFaultOfThePeers() {
    FakeClient client =
        new FakeClient() {
          @Override
          public boolean givenUp(Object request, Throwable thrown, long nanos) {
            return thrown instanceof SocketException;
          }
        };
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    for (int i = 0; i < 4; i++) {
      Throwable thrown =
          Woven.thrownBy(
              site,
              null,
              request,
              r -> {
                throw new SocketException("closed");
              });
      assertThat(thrown).isInstanceOf(SocketException.class);
    }
    assertThat(telemetry.spans.getFinishedSpanItems())
        .hasSize(4)
        .allMatch(span -> span.getStatus().equals(StatusData.unset()));
    assertThat(call(200, null)).isNull();
  }

  @Test
  void aRefusedCallIsNotSentAndLooksLikeAPeerThatIsNotThere() {
    open();
    Throwable refusal = call(200, null);
    assertThat(refusal).isInstanceOf(ConnectException.class).isInstanceOf(GuardRejection.class);
    assertThat(sent).hasValue(0);
    assertThat(request.headers).containsKey("traceparent");
    SpanData span = telemetry.only();
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(span.getEvents()).isEmpty();
    assertThat(attributes(span))
        .containsEntry("error.type", "circuit_open")
        .containsEntry("outrider.guard.rule", "flaky")
        .containsEntry("outrider.guard.type", "circuit_breaker")
        .containsEntry("outrider.guard.outcome", "reject")
        .doesNotContainKey("http.response.status_code");
    assertThat(telemetry.points("http.client.request.duration"))
        .anyMatch(p -> "circuit_open".equals(map(p.getAttributes()).get("error.type")));
  }

  @Test
  void aRefusedFutureFailsWithTheRefusalItself() throws Throwable {
    open();
    ClientFuture site = new ClientFuture(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    CompletableFuture<?> future =
        (CompletableFuture<?>) Woven.call(site, null, request, r -> new CompletableFuture<>());
    AtomicInteger direct = new AtomicInteger();
    future.exceptionally(
        e -> {
          direct.set(e instanceof GuardRejection ? 1 : 2);
          return null;
        });
    assertThat(direct).hasValue(1);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void theSpanThatOpensABreakerSaysSo() {
    for (int i = 0; i < 3; i++) {
      call(0, new SocketException("reset"));
    }
    assertThat(telemetry.ended().get(1).getEvents())
        .noneMatch(e -> e.getName().equals("outrider.breaker.transition"));
    assertThat(telemetry.ended().get(2).getEvents())
        .anySatisfy(
            e -> {
              assertThat(e.getName()).isEqualTo("outrider.breaker.transition");
              assertThat(map(e.getAttributes()))
                  .containsEntry("outrider.guard.rule", "flaky")
                  .containsEntry("outrider.breaker.from", "closed")
                  .containsEntry("outrider.breaker.to", "open");
            });
  }

  @Test
  void anAnswerThatALibraryThrowsForIsAnAnswer() {
    FakeClient library =
        new FakeClient() {
          @Override
          public Object response(Object request, Object returned, Throwable thrown) {
            return thrown == null ? returned : new Response(404);
          }
        };
    ClientCall site = new ClientCall(telemetry.engine(), library, 0, new Life("fake"));
    for (int i = 0; i < 5; i++) {
      Throwable thrown =
          Woven.thrownBy(
              site,
              null,
              request,
              r -> {
                throw new FileNotFoundException("/orders/7");
              });
      assertThat(thrown).isInstanceOf(FileNotFoundException.class);
    }
    assertThat(attributes(telemetry.ended().get(4))).containsEntry("error.type", "404");
  }

  @Test
  void callsThatWereGivenUpSayNothingAboutThePeer() {
    for (int i = 0; i < 9; i++) {
      assertThat(call(0, new CancellationException())).isInstanceOf(CancellationException.class);
    }
    assertThat(call(200, null)).isNull();
  }

  @Test
  void aCallOfWhichTheOutcomeCannotBeReadSaysNothing() {
    open();
    // Open: what is asserted is that nothing of ours keeps the refusal from the caller.
    FakeClient broken =
        new FakeClient() {
          @Override
          public Object response(Object request, Object returned, Throwable thrown) {
            throw new IllegalStateException("not ours");
          }
        };
    ClientCall site = new ClientCall(telemetry.engine(), broken, 0, new Life("fake"));
    assertThat(Woven.thrownBy(site, null, request, r -> r)).isInstanceOf(GuardRejection.class);
  }

  @Test
  void guardsGuardWithoutTelemetry() {
    Engine engine = new Engine(telemetry.settings, () -> null);
    ClientCall site = new ClientCall(engine, new FakeClient(), 0, new Life("fake"));
    for (int i = 0; i < 3; i++) {
      Woven.thrownBy(
          site,
          null,
          request,
          r -> {
            throw new SocketException("reset");
          });
    }
    assertThat(Woven.thrownBy(site, null, request, r -> r)).isInstanceOf(GuardRejection.class);
  }

  @Test
  void decisionsAndStatesAreMetrics() {
    open();
    call(200, null);
    Collection<MetricData> metrics = telemetry.metrics.collectAllMetrics();
    assertThat(metrics)
        .anySatisfy(
            metric -> {
              assertThat(metric.getName()).isEqualTo("outrider.guard.decisions");
              assertThat(metric.getLongSumData().getPoints())
                  .anySatisfy(
                      p -> {
                        assertThat(map(p.getAttributes()))
                            .containsEntry("outrider.guard.outcome", "reject")
                            .containsEntry("outrider.guard.type", "circuit_breaker");
                        assertThat(p.getValue()).isEqualTo(1);
                      });
            });
    assertThat(metrics)
        .anySatisfy(
            metric -> {
              assertThat(metric.getName()).isEqualTo("outrider.breaker.state");
              assertThat(metric.getDoubleGaugeData().getPoints())
                  .singleElement()
                  .satisfies(
                      p -> {
                        assertThat(map(p.getAttributes()))
                            .containsEntry("outrider.guard.rule", "flaky")
                            .containsEntry("server.address", "shop")
                            .containsEntry("server.port", 80L);
                        assertThat(p.getValue()).isEqualTo(2);
                      });
            });
  }

  @Test
  void whatARuleInDryRunWouldRefuseIsShownAndSent() {
    telemetry.guard(
        "flaky",
        "match",
        "client:http",
        "mode",
        "dry-run",
        "circuit-breaker.window",
        "3 calls",
        "circuit-breaker.minimum-calls",
        "3");
    open();
    assertThat(call(200, null)).isNull();
    assertThat(sent).hasValue(1);
    assertThat(attributes(telemetry.only()))
        .containsEntry("outrider.guard.outcome", "would_reject")
        .doesNotContainKey("error.type");
  }
}
