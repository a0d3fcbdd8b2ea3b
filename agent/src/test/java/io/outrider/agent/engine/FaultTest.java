// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.agent.guard.GuardRejection;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();
  private int run;

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private Throwable execute() {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.thrownBy(site, statement, null, r -> ++run);
  }

  private Throwable connect() {
    DbConnect site = new DbConnect(telemetry.engine(), new FakeDatabase.Source(), new Life("fake"));
    return Woven.thrownBy(site, "pool", "url", r -> ++run);
  }

  private Throwable call(FakeClient client) {
    ClientCall site = new ClientCall(telemetry.engine(), client, 0, new Life("fake"));
    return Woven.thrownBy(
        site,
        null,
        new FakeClient.Request(),
        r -> {
          run++;
          return new FakeClient.Response(200);
        });
  }

  @Test
  void noConnectionIsGivenAndNoPoolIsLetToThinkOneBroken() {
    telemetry.guard("rehearsal", "match", "client:jdbc", "fault.error", "connect");
    Throwable thrown = connect();
    assertThat(thrown)
        .isInstanceOf(SQLTransientConnectionException.class)
        .isNotInstanceOf(GuardRejection.class)
        .hasMessageContaining("outrider.rules.rehearsal.mode=off");
    assertThat(((SQLException) thrown).getSQLState()).startsWith("53");
    assertThat(attributes(telemetry.only())).containsEntry("outrider.fault.rule", "rehearsal");
    assertThat(execute()).isNull();
    assertThat(run).isEqualTo(1);
  }

  @Test
  void aStatementTimesOutButNotInsideATransaction() {
    telemetry.guard("rehearsal", "match", "client:jdbc", "fault.error", "timeout");
    assertThat(execute()).isInstanceOf(SQLTimeoutException.class);
    assertThat(connect()).isNull();
    assertThat(run).isEqualTo(1);
    statement.inTransaction = true;
    assertThat(execute()).isNull();
  }

  @Test
  void aStatementIsSlow() {
    telemetry.guard("rehearsal", "match", "client:jdbc", "fault.delay", "80ms");
    long start = System.nanoTime();
    assertThat(execute()).isNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(79));
    assertThat(attributes(telemetry.only())).containsEntry("outrider.fault.rule", "rehearsal");
  }

  @Test
  void injectedFailuresOpenTheBreakerOfADatabase() {
    telemetry.guard(
        "rehearsal",
        "match",
        "client:jdbc",
        "fault.error",
        "connect",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2");
    connect();
    connect();
    assertThat(connect()).isInstanceOf(GuardRejection.class);
  }

  @Test
  void aLibraryThatTakesNoAnswerOfOursFails() {
    telemetry.guard("rehearsal", "match", "client:http", "fault.status", "503");
    assertThat(call(new FakeClient()))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("503")
        .hasMessageContaining("rehearsal");
    assertThat(run).isZero();
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "java.io.IOException");
  }

  @Test
  void suchALibraryFailsToConnectAndOpensTheBreaker() {
    telemetry.guard(
        "rehearsal",
        "match",
        "client:http",
        "fault.error",
        "connect",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2");
    assertThat(call(new FakeClient())).isExactlyInstanceOf(ConnectException.class);
    call(new FakeClient());
    assertThat(call(new FakeClient())).isInstanceOf(GuardRejection.class);
    assertThat(run).isZero();
  }

  @Test
  void aServerAnswersAtTheDoor() throws Throwable {
    telemetry.guard("rehearsal", "match", "server:http", "fault.status", "418");
    ServerRequest site = new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
    Woven.call(site, null, new FakeServer.Exchange(), r -> ++run);
    assertThat(run).isZero();
    assertThat(attributes(telemetry.only()))
        .containsEntry("http.response.status_code", 418L)
        .containsEntry("outrider.fault.rule", "rehearsal")
        .doesNotContainKey("outrider.guard.outcome");
  }

  @Test
  void inDryRunNothingIsHit() {
    telemetry.guard(
        "rehearsal", "match", "client:http", "mode", "dry-run", "fault.error", "connect");
    assertThat(call(new FakeClient())).isNull();
    assertThat(run).isEqualTo(1);
  }
}
