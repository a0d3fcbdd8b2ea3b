// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outrider.agent.guard.GuardRejection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What went wrong in other guards between a call and its end: the lessons and defects that need a
 * whole call to be shown. The others are in {@code LessonsTest} and {@code SermantDefectsTest}.
 */
@Timeout(60)
class LessonsInCallsTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Response response = new FakeClient.Response(200);
  private CompletableFuture<Object> source = new CompletableFuture<>();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  /** Every guard that holds something for as long as a call is under way. */
  private void holdAll(String kind, String... more) {
    telemetry.guards("places", "match", kind, "bulkhead.max-concurrent", "1000");
    String limit = kind.startsWith("server") ? "gradient2" : "aimd";
    telemetry.guards("adaptive", "match", kind, "concurrency.limit", limit);
    if (kind.startsWith("server")) {
      telemetry.guards("busy", "match", kind, "shed.cpu", "100");
      telemetry.guards("crowded", "match", kind, "degrade.when", "in-flight > 1000");
    } else {
      telemetry.guards("flaky", "match", kind, "circuit-breaker.window", "100 calls");
    }
    for (int i = 0; i < more.length; i += 2) {
      telemetry.guards("more" + i, "match", kind, more[i], more[i + 1]);
    }
  }

  private ClientFuture async(FakeClient client) {
    return new ClientFuture(telemetry.engine(), client, 0, new Life("fake"));
  }

  @SuppressWarnings("unchecked")
  private CompletableFuture<Object> send(FakeClient client) throws Throwable {
    return (CompletableFuture<Object>)
        Woven.call(async(client), null, new FakeClient.Request(), r -> source);
  }

  private CompletableFuture<Object> send() throws Throwable {
    return send(new FakeClient());
  }

  private void awaitInUse(int calls) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(telemetry.gauge("outrider.guard.in_use"))
                    .isNotEmpty()
                    .allMatch(value -> value == calls));
  }

  /** resilience4j 1041, Hystrix 1867: who no longer waits does not end the call. */
  @Test
  @Tag("lesson-10")
  void aCallThatNobodyWaitsForAnyMoreKeepsItsPlaceUntilItEnds() throws Throwable {
    telemetry.guard("one", "match", "client:http", "bulkhead.max-concurrent", "1");
    CompletableFuture<Object> future = send().orTimeout(1, TimeUnit.MILLISECONDS);
    Awaitility.await().until(future::isDone);
    CompletableFuture<Object> first = source;
    source = CompletableFuture.completedFuture(response);
    assertThatThrownBy(send()::get)
        .satisfies(e -> assertThat(e.getCause()).isInstanceOf(GuardRejection.class));
    first.complete(response);
    assertThat(send().get()).isSameAs(response);
  }

  /** Hystrix 339: a timeout of the guard's own left the work going on. */
  @Test
  @Tag("lesson-10")
  void aTimeoutOfOursStopsTheLibrarysCallAndThenThePlaceIsFree() throws Throwable {
    holdAll("client:http", "timeout.request", "30ms");
    CompletableFuture<Object> future = send();
    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SocketTimeoutException.class);
    Awaitility.await().until(source::isCancelled);
    awaitInUse(0);
  }

  /** Sentinel 3488: an error in a guard, and the client waited for ever. */
  @Test
  @Tag("lesson-13")
  void anErrorWhileGuardsAreAskedNeverKeepsAFutureFromItsEnd() throws Throwable {
    holdAll("client:http", "rate-limit.rate", "1/h");
    telemetry.guards(
        "keyed",
        "match",
        "client:http",
        "order",
        "-1",
        "rate-limit.rate",
        "1/h",
        "rate-limit.key",
        "header:X-Key");
    FakeClient broken =
        new FakeClient() {
          @Override
          public List<String> requestHeaders(Object request, String name) {
            throw new IllegalStateException("on purpose");
          }
        };
    for (int i = 0; i < 5; i++) {
      source = new CompletableFuture<>();
      CompletableFuture<Object> future = send(broken);
      AtomicInteger ends = new AtomicInteger();
      future.whenComplete((r, t) -> ends.incrementAndGet());
      source.complete(response);
      assertThat(future).isCompletedWithValue(response);
      assertThat(ends).hasValue(1);
    }
    awaitInUse(0);
  }

  @Test
  @Tag("lesson-13")
  void completionTimeoutAndCancelRaceToOneEndAndGiveEverythingBackOnce() throws Throwable {
    holdAll("client:http", "timeout.request", "1ms");
    // One is under way all the time, without a limit: what is given back twice would be missed.
    telemetry.guards(
        "patient", "match", "client:http,path:/kept", "order", "-5", "timeout.request", "1h");
    CompletableFuture<Object> kept = new CompletableFuture<>();
    FakeClient.Request keptRequest =
        new FakeClient.Request().to("http", "shop", -1, "http://shop/kept");
    Woven.call(async(new FakeClient()), null, keptRequest, r -> kept);
    FakeClient.Request request = new FakeClient.Request().to("http", "shop", -1, "http://shop/");
    int calls = 300;
    List<AtomicInteger> ends = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      CompletableFuture<Object> mine = new CompletableFuture<>();
      CompletableFuture<Object> future =
          cast(Woven.call(async(new FakeClient()), null, request, r -> mine));
      AtomicInteger count = new AtomicInteger();
      ends.add(count);
      future.whenComplete((r, t) -> count.incrementAndGet());
      Thread completing = new Thread(() -> mine.complete(response));
      Thread cancelling = new Thread(() -> future.cancel(true));
      completing.start();
      cancelling.start();
      completing.join();
      cancelling.join();
      assertThat(future).isDone();
    }
    assertThat(ends).allMatch(count -> count.get() == 1);
    awaitInUse(1);
    kept.complete(response);
    awaitInUse(0);
    assertThat(telemetry.ended()).hasSize(calls + 1);
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> cast(Object future) {
    return (CompletableFuture<Object>) future;
  }

  /** Netflix's filter for servlets gave places back when the method returned. */
  @Test
  @Tag("lesson-13")
  void aRequestThatGoesOnIsEndedOnceByCompletionTimeoutOrError() throws Throwable {
    holdAll("server:http");
    FakeServer.Exchange kept = serve();
    for (int i = 0; i < 300; i++) {
      FakeServer.Exchange exchange = serve();
      Thread[] ending = {
        new Thread(() -> exchange.completion.completed(200, null)),
        new Thread(() -> exchange.completion.completed(500, new IOException("timeout"))),
        new Thread(() -> exchange.completion.completed(0, null))
      };
      for (Thread thread : ending) {
        thread.start();
      }
      for (Thread thread : ending) {
        thread.join();
      }
    }
    awaitInUse(1);
    kept.completion.completed(200, null);
    awaitInUse(0);
    assertThat(telemetry.ended()).hasSize(301);
  }

  private FakeServer.Exchange serve() {
    FakeServer.Exchange exchange = new FakeServer.Exchange();
    exchange.goesOn = true;
    serve(exchange);
    return exchange;
  }

  private void serve(FakeServer.Exchange exchange) {
    ServerRequest site = new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
    assertThat(Woven.thrownBy(site, null, exchange, r -> null)).isNull();
  }

  /** concurrency-limits: what lasts as long as its client wishes is no sample of latency. */
  @ParameterizedTest
  @Tag("lesson-17")
  @CsvSource({"text/event-stream;charset=utf-8, false", "application/json, true"})
  void aStreamOfEventsTellsAdaptiveLimitsNothing(String type, boolean tells) {
    // For any other request to end after its deadline is a sign of overload.
    telemetry.guard(
        "adaptive",
        "match",
        "server:http",
        "concurrency.limit",
        "gradient2",
        "deadline.request",
        "20ms");
    long begin = System.nanoTime();
    Awaitility.await()
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              late(type);
              boolean lowered = telemetry.gauge("outrider.guard.limit").get(0) < 20;
              // The limit is looked at once a second.
              return lowered || !tells && System.nanoTime() - begin > 1_500_000_000L;
            });
    assertThat(telemetry.gauge("outrider.guard.limit").get(0) < 20).isEqualTo(tells);
    assertThat(telemetry.gauge("outrider.guard.in_use")).containsOnly(0.0);
  }

  /** More than half of the limit at once: otherwise it would be left where it is. */
  private void late(String type) {
    List<FakeServer.Exchange> open = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      FakeServer.Exchange exchange = new FakeServer.Exchange();
      exchange.goesOn = true;
      exchange.answered.put("Content-Type", List.of(type));
      serve(exchange);
      open.add(exchange);
    }
    long over = System.nanoTime() + 21_000_000;
    while (System.nanoTime() < over) {
      Thread.onSpinWait();
    }
    for (FakeServer.Exchange exchange : open) {
      if (exchange.completion != null) {
        exchange.completion.completed(200, null);
      }
    }
  }

  /** Whatever a caller got to see of a failure, it made an answer of 500 of it. */
  @ParameterizedTest
  @Tag("defect-4")
  @ValueSource(strings = {"client:http", "client:http,host:nobody"})
  void aFailureReachesTheApplicationAsTheExceptionItWas(String match) {
    holdAll(match, "timeout.request", "10s", "rate-limit.rate", "1000/s");
    IOException failure = new IOException("reset");
    ClientCall site = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    for (int i = 0; i < 10; i++) {
      assertThat(
              Woven.thrownBy(
                  site,
                  null,
                  new FakeClient.Request(),
                  r -> {
                    throw failure;
                  }))
          .isSameAs(failure);
    }
  }

  @ParameterizedTest
  @Tag("defect-4")
  @ValueSource(ints = {400, 404, 429, 500, 503})
  void anAnswerReachesTheApplicationAsTheAnswerItWas(int status) throws Throwable {
    holdAll("client:http", "timeout.request", "10s", "rate-limit.rate", "1000/s");
    FakeClient.Response answer = new FakeClient.Response(status);
    ClientCall site = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    assertThat(Woven.call(site, null, new FakeClient.Request(), r -> answer)).isSameAs(answer);
  }
}
