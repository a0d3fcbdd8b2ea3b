// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls hold a place from admission to their real end, once, and never wait for themselves. */
@Timeout(30)
class BulkheadCallsTest {
  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private void one(String kind, String... more) {
    String[] values = new String[4 + more.length];
    values[0] = "match";
    values[1] = kind;
    values[2] = "bulkhead.max-concurrent";
    values[3] = "1";
    System.arraycopy(more, 0, values, 4, more.length);
    telemetry.guard("one", values);
  }

  private int serve(FakeServer.Exchange exchange, Woven.Body body) {
    assertThat(
            Woven.thrownBy(
                new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
                null,
                exchange,
                body))
        .isNull();
    return exchange.status;
  }

  private int serve() {
    return serve(new FakeServer.Exchange(), r -> null);
  }

  @Test
  void aRequestBeyondTheLimitIsAnswered503() {
    one("server:http");
    FakeServer.Exchange second = new FakeServer.Exchange();
    FakeServer.Exchange first = new FakeServer.Exchange();
    first.goesOn = true;
    serve(first, r -> null);
    assertThat(serve(second, r -> null)).isEqualTo(503);
    assertThat(second.body).contains("\"guard\":\"bulkhead\"", "\"rule\":\"one\"");
    assertThat(second.answered.get("Content-Type")).isEqualTo(List.of("application/problem+json"));
    assertThat(Integer.parseInt(second.answered.get("Retry-After").get(0))).isBetween(1, 3);
  }

  @Test
  @Tag("defect-11")
  @Tag("lesson-13")
  void anAsynchronousRequestKeepsItsPlaceUntilItIsCompleteAndGivesItBackOnce() {
    one("server:http");
    FakeServer.Exchange asynchronous = new FakeServer.Exchange();
    asynchronous.goesOn = true;
    serve(asynchronous, r -> null);
    assertThat(serve()).as("the method has returned, the request has not ended").isEqualTo(503);
    asynchronous.completion.completed(200, null);
    assertThat(serve()).isEqualTo(200);

    FakeServer.Exchange next = new FakeServer.Exchange();
    next.goesOn = true;
    serve(next, r -> null);
    asynchronous.completion.completed(500, new IllegalStateException("again"));
    assertThat(serve()).as("it freed no place of another").isEqualTo(503);
    next.completion.completed(0, new IllegalStateException("timeout"));
    assertThat(serve()).isEqualTo(200);
  }

  @Test
  void aRequestThatNobodyWillAnswerGivesItsPlaceBackOnce() {
    one("server:http");
    FakeServer.Exchange dropped = new FakeServer.Exchange();
    dropped.goesOn = true;
    serve(dropped, r -> null);
    dropped.completion.abandoned();
    FakeServer.Exchange next = new FakeServer.Exchange();
    next.goesOn = true;
    assertThat(serve(next, r -> null)).isEqualTo(200);
    dropped.completion.abandoned();
    assertThat(serve()).as("it freed no place of another").isEqualTo(503);
  }

  @Test
  void aRequestMayWaitOnItsOwnThread() throws Exception {
    one("server:http", "bulkhead.max-wait", "20s");
    FakeServer.Exchange first = new FakeServer.Exchange();
    first.goesOn = true;
    serve(first, r -> null);
    CompletableFuture<Integer> second = CompletableFuture.supplyAsync(this::serve);
    assertThat(second).isNotDone();
    first.completion.completed(200, null);
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(200);
  }

  private Throwable connect(Woven.Body body) {
    return Woven.thrownBy(
        new DbConnect(telemetry.engine(), new FakeDatabase.Source(), new Life("fake")),
        "pool",
        "url",
        body);
  }

  private Throwable statement(FakeDatabase.Statement statement, Woven.Body body) {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.thrownBy(site, statement, null, body);
  }

  private static Object nothing(Throwable thrown) {
    assertThat(thrown).isNull();
    return "done";
  }

  @Test
  void whatADatabaseCallDoesInsideNeverWaitsForItsOwnPlace() {
    one("client:jdbc", "bulkhead.max-wait", "60s");
    // What a pool runs while it opens a connection, a connection for another, a function's query.
    nothing(
        connect(
            r -> nothing(connect(x -> nothing(statement(new FakeDatabase.Statement(), y -> 1))))));
    nothing(
        statement(
            new FakeDatabase.Statement(),
            r -> nothing(connect(x -> nothing(statement(new FakeDatabase.Statement(), y -> 1))))));
  }

  @Test
  void whoHasAConnectionIsNotHeldUpByThoseWhoWaitForOne() {
    one("client:jdbc");
    nothing(
        connect(
            r ->
                // Meanwhile, elsewhere: the pool is empty until this one is done.
                CompletableFuture.supplyAsync(
                        () -> {
                          assertThat(connect(x -> 1))
                              .isInstanceOf(SQLTransientConnectionException.class);
                          return nothing(statement(new FakeDatabase.Statement(), x -> 1));
                        })
                    .get(20, TimeUnit.SECONDS)));
  }

  @Test
  void aPlaceIsTakenDuringTheStatementOnly() {
    one("client:jdbc");
    for (int i = 0; i < 5; i++) {
      nothing(connect(r -> "connection"));
      nothing(statement(new FakeDatabase.Statement(), r -> 1));
    }
  }

  @Test
  void aCallToOneselfIsRefusedAndDoesNotHang() {
    one("server:http", "bulkhead.max-wait", "50ms");
    assertThat(
            serve(
                new FakeServer.Exchange(),
                r -> {
                  assertThat(CompletableFuture.supplyAsync(this::serve).get(20, TimeUnit.SECONDS))
                      .isEqualTo(503);
                  return null;
                }))
        .isEqualTo(200);
  }
}
