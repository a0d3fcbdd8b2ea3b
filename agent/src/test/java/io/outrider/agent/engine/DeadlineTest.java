// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.RouteAdapter;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the request that has a deadline to the calls it makes. */
class DeadlineTest {
  private static final String HEADER = "x-envoy-expected-rq-timeout-ms";
  private static final long MS = 1_000_000L;

  private final Telemetry telemetry = new Telemetry();
  private final FakeServer.Exchange exchange = new FakeServer.Exchange();
  private final FakeClient.Request request = new FakeClient.Request();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();
  private final AtomicInteger worked = new AtomicInteger();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private void rule(String... values) {
    String[] all = new String[values.length + 2];
    all[0] = "match";
    all[1] = "server:http";
    System.arraycopy(values, 0, all, 2, values.length);
    telemetry.guard("edge", all);
  }

  private Throwable serve(Woven.Body body) {
    return Woven.thrownBy(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        exchange,
        body);
  }

  private Throwable call() {
    ClientCall site = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    return Woven.thrownBy(
        site,
        null,
        request,
        r -> {
          worked.incrementAndGet();
          return new FakeClient.Response(200);
        });
  }

  private Throwable execute() {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.thrownBy(
        site,
        statement,
        null,
        r -> {
          worked.incrementAndGet();
          return 1;
        });
  }

  private Throwable connect() {
    DbConnect site = new DbConnect(telemetry.engine(), new FakeDatabase.Source(), new Life("fake"));
    return Woven.thrownBy(
        site,
        "pool",
        null,
        r -> {
          worked.incrementAndGet();
          return "connection";
        });
  }

  /** Serves a request whose time is over before its handler makes a call. */
  private void late(Woven.Body body) {
    assertThat(
            serve(
                r -> {
                  Operation operation = (Operation) Current.get();
                  long left = operation.deadline.remainingNanos(System.nanoTime());
                  while (left > 0) {
                    LockSupport.parkNanos(left);
                    left = operation.deadline.remainingNanos(System.nanoTime());
                  }
                  return body.run(r);
                }))
        .isNull();
  }

  private SpanData span(String name) {
    return telemetry.ended().stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatHasExpiredOnArrivalIsAnsweredAndNoWorkIsDone() {
    rule("deadline.request", "1m");
    exchange.header(HEADER, "0");
    serve(r -> worked.incrementAndGet());
    assertThat(worked).hasValue(0);
    assertThat(exchange.status).isEqualTo(504);
    assertThat(exchange.body).contains("\"guard\":\"deadline\"").contains("\"rule\":\"edge\"");
    assertThat(exchange.answered)
        .containsEntry("Content-Type", List.of("application/problem+json"))
        .doesNotContainKey("Retry-After");
    assertThat(attributes(telemetry.only()))
        .containsEntry("http.response.status_code", 504L)
        .containsEntry("outrider.guard.type", "deadline")
        .containsEntry("outrider.guard.outcome", "reject");
  }

  @Test
  void withoutARuleNobodyReadsTheHeader() {
    exchange.header(HEADER, "0").header("grpc-timeout", "0S");
    serve(r -> worked.incrementAndGet());
    assertThat(worked).hasValue(1);
  }

  @Test
  void whatIsLeftLimitsACallAndTravelsOn() {
    rule("deadline.request", "1m");
    exchange.header("grpc-timeout", "10S");
    serve(r -> call());
    assertThat(request.requestNanos).isBetween(1L, 9_995 * MS);
    assertThat(request.connectNanos).isBetween(1L, 9_995 * MS);
    assertThat(Long.parseLong(request.header(HEADER))).isBetween(1L, 9_995L);
    call();
    assertThat(request.requestNanos).isZero();
  }

  @Test
  void theShorterOfRuleAndRestLimitsACall() {
    telemetry.guards(
        "edge", "match", "server:http", "deadline.request", "10s", "deadline.margin", "0s");
    telemetry.guards("out", "match", "client:http", "timeout.request", "2s");
    serve(r -> call());
    assertThat(request.requestNanos).isEqualTo(2_000 * MS);
    exchange.header(HEADER, "1000");
    exchange.state = null;
    serve(r -> call());
    assertThat(request.requestNanos).isBetween(1L, 1_000 * MS);
  }

  @Test
  void anOwnHeaderOfTheApplicationStaysUnlessItPromisesTooMuch() {
    rule("deadline.request", "10s", "deadline.header", "X-Left");
    request.headers.put("X-Left", List.of("50"));
    serve(r -> call());
    assertThat(request.header("X-Left")).isEqualTo("50");
    request.headers.put("X-Left", List.of("as long as it takes"));
    exchange.state = null;
    serve(r -> call());
    assertThat(request.header("X-Left")).isEqualTo("as long as it takes");
    request.headers.put("X-Left", List.of("60000"));
    exchange.state = null;
    serve(r -> call());
    assertThat(Long.parseLong(request.header("X-Left"))).isLessThanOrEqualTo(9_995);
  }

  @Test
  void aHostThatGetsNoHeadersGetsNoDeadlineEither() {
    rule("deadline.request", "10s");
    telemetry.settings.propagationExcludedHosts =
        List.of(io.outrider.agent.config.Glob.host("shop"));
    serve(r -> call());
    assertThat(request.headers).isEmpty();
    assertThat(request.requestNanos).isPositive();
  }

  @Test
  void aCallThatIsTooLateIsNotMade() {
    rule("deadline.request", "300ms");
    late(
        r -> {
          assertThat(call())
              .isInstanceOf(ConnectException.class)
              .isInstanceOf(GuardRejection.class);
          return null;
        });
    assertThat(worked).hasValue(0);
    assertThat(attributes(span("GET")))
        .containsEntry("error.type", "deadline_exceeded")
        .containsEntry("outrider.guard.rule", "edge")
        .containsEntry("outrider.guard.type", "deadline");
    assertThat(exchange.status).as("what has begun ends as it would").isEqualTo(200);
    assertThat(telemetry.decisions()).contains("edge deadline reject 1");
  }

  @Test
  void aFutureOfACallThatIsTooLateHasFailed() {
    rule("deadline.request", "300ms");
    ClientFuture site = new ClientFuture(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    late(
        r -> {
          Object future = Woven.call(site, null, request, x -> worked.incrementAndGet());
          assertThat((CompletableFuture<?>) future).isCompletedExceptionally();
          return null;
        });
    assertThat(worked).hasValue(0);
  }

  @Test
  void neitherConnectionNorStatementIsBegunTooLate() {
    rule("deadline.request", "300ms");
    late(
        r -> {
          assertThat(((SQLException) connect()).getSQLState()).isEqualTo("53300");
          assertThat(((SQLException) execute()).getSQLState()).isEqualTo("53000");
          return null;
        });
    assertThat(worked).hasValue(0);
    assertThat(attributes(span("SELECT goods"))).containsEntry("error.type", "deadline_exceeded");
  }

  @Test
  void insideATransactionNothingIsRefusedOrCutShort() {
    rule("deadline.request", "300ms");
    statement.inTransaction = true;
    late(
        r -> {
          assertThat(execute()).isNull();
          return null;
        });
    assertThat(worked).hasValue(1);
    assertThat(statement.limits).isEmpty();
  }

  @Test
  void inDryRunNothingBinds() {
    rule("deadline.request", "300ms", "mode", "dry-run");
    late(
        r -> {
          assertThat(call()).isNull();
          assertThat(execute()).isNull();
          assertThat(connect()).isNull();
          return null;
        });
    assertThat(worked).hasValue(3);
    assertThat(request.requestNanos).isZero();
    assertThat(request.headers).doesNotContainKey(HEADER);
    assertThat(statement.limits).isEmpty();
    assertThat(attributes(span("GET"))).containsEntry("outrider.guard.outcome", "would_reject");
    assertThat(telemetry.decisions()).contains("edge deadline would_reject 3");
  }

  @Test
  void aRouteMayHaveLessTime() {
    telemetry.guards("edge", "match", "server:http", "deadline.request", "1m");
    telemetry.guards(
        "slow", "match.server", "http", "match.route", "/orders/{id}", "deadline.request", "3s");
    RouteAdapter adapter = (self, a0, a1, a2) -> "/orders/{id}";
    ServerRoute route = new ServerRoute(telemetry.engine(), adapter, new Life("fake"));
    serve(r -> Woven.call(route, null, exchange, x -> call()));
    assertThat(request.requestNanos).isBetween(1L, 3_000 * MS);
  }

  @Test
  void workThatIsHandedOnHasTheSameDeadline() throws Exception {
    rule("deadline.request", "300ms");
    Context[] carried = new Context[1];
    late(
        r -> {
          carried[0] = Current.get();
          return null;
        });
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              Current.swap(carried[0]);
              thrown[0] = call();
            });
    thread.start();
    thread.join();
    assertThat(thrown[0]).isInstanceOf(GuardRejection.class);
  }

  @Test
  void aCallInsideACallHasTheSameDeadline() {
    rule("deadline.request", "10s");
    long[] inner = new long[1];
    serve(
        r -> {
          ClientCall site =
              new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
          return Woven.call(
              site,
              null,
              new FakeClient.Request(),
              x -> {
                inner[0] = Operation.of(Current.get()).remainingNanos(System.nanoTime());
                return new FakeClient.Response(200);
              });
        });
    assertThat(inner[0]).isBetween(1L, 10_000 * MS);
  }
}
