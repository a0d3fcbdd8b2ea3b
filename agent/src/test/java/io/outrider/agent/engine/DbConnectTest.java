// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.DbConnectAdapter;
import io.outrider.instrumentation.DbEndpoint;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DbConnectTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeDatabase.Source source = new FakeDatabase.Source();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private Throwable connect(Woven.Body body) {
    return connect(source, body);
  }

  private Throwable connect(DbConnectAdapter adapter, Woven.Body body) {
    return Woven.thrownBy(
        new DbConnect(telemetry.engine(), adapter, new Life("fake")), "pool", "url", body);
  }

  private Object statement() throws Throwable {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.call(site, new FakeDatabase.Statement(), null, r -> "connection");
  }

  private void guarded() {
    telemetry.guard(
        "db",
        "match",
        "client:jdbc",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2",
        "circuit-breaker.wait-open",
        "1m");
  }

  private void open() {
    guarded();
    for (int i = 0; i < 2; i++) {
      connect(
          r -> {
            throw new SQLException("gone", "08006");
          });
    }
  }

  @Test
  void withoutGuardAndWishItIsNoSpan() {
    assertThat(connect(r -> "connection")).isNull();
    assertThat(telemetry.ended()).isEmpty();
    assertThat(source.opened).isEqualTo("pool url connection");
  }

  @Test
  void whatAPoolAsksBeforeItGivesAConnectionIsNoCall() {
    connect(r -> statement());
    assertThat(telemetry.ended()).isEmpty();
  }

  @Test
  void whatIsAskedAfterwardsByWorkThatWasHandedOnIsOne() throws Throwable {
    io.opentelemetry.context.Context[] carried = new io.opentelemetry.context.Context[1];
    connect(
        r -> {
          carried[0] = Current.get();
          return "connection";
        });
    Current.swap(carried[0]);
    try {
      statement();
    } finally {
      Current.swap(null);
    }
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aCallToAnotherServiceMeanwhileIsReported() {
    ClientCall client = new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    connect(
        r -> {
          Woven.call(client, null, new FakeClient.Request(), x -> new FakeClient.Response(200));
          return "connection";
        });
    assertThat(telemetry.only().getName()).isEqualTo("GET");
  }

  @Test
  void aSpanIsThereForWhoWantsIt() {
    telemetry.settings.connectionSpans = true;
    connect(r -> statement());
    assertThat(telemetry.only().getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(telemetry.only().getName()).isEqualTo("getConnection");
    assertThat(attributes(telemetry.only())).containsEntry("server.address", "db");
    telemetry.spans.reset();
    SQLException failure = new SQLException("gone", "08006");
    assertThat(
            connect(
                r -> {
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(telemetry.only().getStatus()).isEqualTo(StatusData.error());
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "java.sql.SQLException");
  }

  @Test
  void aRefusalIsASpanThoughNobodyWantsOthers() {
    open();
    assertThat(telemetry.ended()).isEmpty();
    source.opened = null;
    Throwable refusal = connect(r -> "connection");
    assertThat(refusal).isInstanceOf(GuardRejection.class);
    assertThat(((SQLException) refusal).getSQLState()).isEqualTo("53300");
    assertThat(source.opened).isNull();
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "circuit_open")
        .containsEntry("outrider.guard.outcome", "reject");
  }

  @Test
  void aSourceBehindOneThatLeadsToSeveralPlacesIsGuarded() {
    open();
    FakeDatabase.Source routing = new FakeDatabase.Source();
    routing.endpoint = null;
    Throwable[] inner = new Throwable[1];
    connect(
        routing,
        r -> {
          inner[0] = connect(x -> "connection");
          return null;
        });
    assertThat(inner[0]).isInstanceOf(GuardRejection.class);
  }

  @Test
  void aRuleMayNameThePool() {
    telemetry.guards("orders", "match", "client:jdbc,pool:orders", "timeout.pool", "2s");
    connect(r -> "connection");
    assertThat(source.waitNanos).isZero();
    source.endpoint = source.endpoint.by("orders");
    connect(r -> "connection");
    assertThat(source.waitNanos).isEqualTo(2_000_000_000L);
  }

  @Test
  void aPoolBehindAnotherSourceIsLimitedToo() {
    telemetry.settings.connectionSpans = true;
    telemetry.guards("orders", "match", "client:jdbc,pool:orders", "timeout.pool", "2s");
    FakeDatabase.Source inner = new FakeDatabase.Source();
    inner.endpoint = inner.endpoint.by("orders");
    connect(
        r -> {
          connect(inner, x -> "connection");
          return "connection";
        });
    assertThat(inner.waitNanos).isEqualTo(2_000_000_000L);
    assertThat(telemetry.ended()).hasSize(1);
  }

  @Test
  void aSourceBehindAnotherOfTheSamePlaceIsAskedOnce() {
    telemetry.settings.connectionSpans = true;
    FakeDatabase.Source inner = new FakeDatabase.Source();
    inner.endpoint = new DbEndpoint("postgresql", "db", 5432, "orders");
    connect(
        r -> {
          connect(inner, x -> "connection");
          return "connection";
        });
    assertThat(telemetry.ended()).hasSize(1);
    assertThat(inner.opened).isEqualTo("pool url connection");
  }

  @Test
  void aBreakerThatOpensHereSaysSoOnTheSpanAround() throws Throwable {
    guarded();
    Woven.call(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        new FakeServer.Exchange(),
        r -> {
          open();
          return null;
        });
    assertThat(telemetry.only().getEvents())
        .anyMatch(e -> e.getName().equals("outrider.breaker.transition"));
    assertThat(attributes(telemetry.only())).doesNotContainKey("outrider.guard.rule");
  }
}
