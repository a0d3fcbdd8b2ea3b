// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static io.outrider.agent.engine.Telemetry.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.outrider.agent.guard.GuardRejection;
import io.outrider.instrumentation.Contexts;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls inside a guard of the application's own. */
class OwnGuardTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeClient.Request request = new FakeClient.Request();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private void guarded(String match, String limit) {
    telemetry.guard(
        "flaky",
        "match",
        match,
        limit,
        "2s",
        "circuit-breaker.window",
        "2 calls",
        "circuit-breaker.minimum-calls",
        "2",
        "circuit-breaker.wait-open",
        "1m");
  }

  private Throwable call(Throwable thrown) {
    return Woven.thrownBy(
        new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
        null,
        request,
        r -> {
          if (thrown != null) {
            throw thrown;
          }
          return new FakeClient.Response(200);
        });
  }

  private Throwable execute(Throwable thrown) {
    return Woven.thrownBy(
        new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake")),
        statement,
        null,
        r -> {
          if (thrown != null) {
            throw thrown;
          }
          return statement.timeout;
        });
  }

  private Throwable connect() {
    return Woven.thrownBy(
        new DbConnect(telemetry.engine(), new FakeDatabase.Source(), new Life("fake")),
        "pool",
        "url",
        r -> "connection");
  }

  private void openForCalls() {
    guarded("client:http", "timeout.request");
    call(new SocketException("reset"));
    call(new SocketException("reset"));
    assertRefused(call(null));
    telemetry.spans.reset();
  }

  private static void assertRefused(Throwable thrown) {
    assertThat(thrown).isInstanceOf(GuardRejection.class);
  }

  private boolean wouldHaveRefused() {
    return telemetry.metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals("outrider.guard.decisions"))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .anyMatch(
            point ->
                "would_reject".equals(map(point.getAttributes()).get("outrider.guard.outcome")));
  }

  @Test
  void aCallIsNotRefusedInsideAndCountsAsOneThatWouldBe() {
    openForCalls();
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(call(null)).isNull();
    Contexts.leaveOwnGuard(guard);
    assertThat(attributes(telemetry.only()))
        .containsEntry("outrider.guard.outcome", "would_reject");
    assertThat(wouldHaveRefused()).isTrue();
    assertRefused(call(null));
  }

  @Test
  void aCallGetsNoTimeoutsInside() {
    guarded("client:http", "timeout.request");
    Object guard = Contexts.enterOwnGuard("test");
    call(null);
    Contexts.leaveOwnGuard(guard);
    assertThat(request.requestNanos).isZero();
    call(null);
    assertThat(request.requestNanos).isEqualTo(2_000_000_000L);
  }

  @Test
  void statementsAndConnectionsAreNotRefusedInside() {
    guarded("client:jdbc", "timeout.query");
    execute(new SQLException("gone", "08006"));
    execute(new SQLException("gone", "08006"));
    assertRefused(execute(null));
    assertRefused(connect());
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(execute(null)).isNull();
    assertThat(connect()).isNull();
    Contexts.leaveOwnGuard(guard);
    assertThat(wouldHaveRefused()).isTrue();
    assertRefused(execute(null));
    assertRefused(connect());
  }

  @Test
  void aStatementGetsNoTimeoutInsideEvenWhereThereIsNothingElse() throws Throwable {
    telemetry.guard("limited", "match", "client:jdbc", "timeout.query", "2s");
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    assertThat(Woven.call(site, statement, null, r -> statement.timeout)).isEqualTo(2);
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(Woven.call(site, statement, null, r -> statement.timeout)).isEqualTo(0);
    Contexts.leaveOwnGuard(guard);
  }

  @Test
  void howACallEndsInsideIsStillSeen() {
    guarded("client:http", "timeout.request");
    Object guard = Contexts.enterOwnGuard("test");
    call(new SocketException("reset"));
    call(new SocketException("reset"));
    Contexts.leaveOwnGuard(guard);
    assertRefused(call(null));
  }

  @Test
  void whereItIsToMakeNoDifferenceItMakesNone() {
    telemetry.settings.respectOwnGuards = false;
    openForCalls();
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(guard).isNull();
    assertRefused(call(null));
    Contexts.leaveOwnGuard(guard);
  }

  @Test
  void insideOneTheNextMakesNoDifference() {
    openForCalls();
    Object outer = Contexts.enterOwnGuard("test");
    Object inner = Contexts.enterOwnGuard("test");
    assertThat(inner).isNull();
    Contexts.leaveOwnGuard(inner);
    assertThat(call(null)).isNull();
    Contexts.leaveOwnGuard(outer);
    assertRefused(call(null));
  }

  @Test
  void itGoesWithWorkThatIsHandedOn() throws Exception {
    openForCalls();
    Object guard = Contexts.enterOwnGuard("test");
    Object carried = Contexts.current();
    Contexts.leaveOwnGuard(guard);
    AtomicReference<Throwable> outcome = new AtomicReference<>(new Error("did not run"));
    Thread other =
        new Thread(
            () -> {
              Object previous = Contexts.attach(carried);
              outcome.set(call(null));
              Contexts.restore(previous);
            });
    other.start();
    other.join();
    assertThat(outcome.get()).isNull();
    assertRefused(call(null));
  }

  @Test
  void aRequestThatItsThreadServesMeanwhileIsNotInside() throws Throwable {
    openForCalls();
    Object guard = Contexts.enterOwnGuard("test");
    ServerRequest server =
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
    Woven.call(
        server,
        null,
        new FakeServer.Exchange(),
        r -> {
          assertRefused(call(null));
          return null;
        });
    assertThat(call(null)).isNull();
    Contexts.leaveOwnGuard(guard);
  }

  @Test
  void oneThatIsLeftOnAnotherThreadIsOverOnTheFirst() throws Exception {
    openForCalls();
    Object guard = Contexts.openOwnGuard("test");
    assertThat(call(null)).isNull();
    Thread other = new Thread(() -> Contexts.leaveOwnGuard(guard));
    other.start();
    other.join();
    assertRefused(call(null));
    // Nor does it lie under the next one for good.
    Object next = Contexts.openOwnGuard("test");
    assertThat(((OwnGuard) next).under).isSameAs(Context.root());
    Contexts.leaveOwnGuard(next);
    assertRefused(call(null));
  }

  @Test
  void oneThatNobodyLeavesEndsWithWhatIsAroundIt() throws Throwable {
    openForCalls();
    ServerRequest server =
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake"));
    Woven.call(server, null, new FakeServer.Exchange(), r -> Contexts.openOwnGuard("test"));
    assertRefused(call(null));
  }

  @Test
  void itCountsForAMinuteAfterItWasLeft() {
    OwnGuard guard = OwnGuard.around(null, "test");
    long far = System.nanoTime() + 10 * OwnGuard.LEASE_NANOS;
    guard.enter(false);
    assertThat(guard.counts(far)).isTrue();
    guard.leave();
    assertThat(guard.counts(System.nanoTime())).isTrue();
    assertThat(guard.counts(System.nanoTime() + OwnGuard.LEASE_NANOS)).isFalse();
    OwnGuard open = OwnGuard.around(null, "test");
    open.enter(true);
    assertThat(open.counts(System.nanoTime())).isTrue();
    assertThat(open.counts(System.nanoTime() + OwnGuard.LEASE_NANOS)).isFalse();
    open.leave();
    assertThat(open.counts(System.nanoTime())).isFalse();
  }

  @Test
  void whatIsAttachedToAFutureOutsideRunsOutside() throws Throwable {
    openForCalls();
    ClientFuture site = new ClientFuture(telemetry.engine(), new FakeClient(), 0, new Life("fake"));
    CompletableFuture<Object> source = new CompletableFuture<>();
    Object guard = Contexts.enterOwnGuard("test");
    CompletableFuture<?> future =
        (CompletableFuture<?>) Woven.call(site, null, request, r -> source);
    Contexts.leaveOwnGuard(guard);
    CompletableFuture<Throwable> next =
        future.thenApply(answer -> call(null)).toCompletableFuture();
    source.complete(new FakeClient.Response(200));
    assertRefused(next.get());
  }

  @Test
  void noFaultHitsAStatementInside() {
    telemetry.guard("rehearsal", "match", "client:jdbc", "fault.error", "timeout");
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(execute(null)).isNull();
    Contexts.leaveOwnGuard(guard);
    assertThat(execute(null)).isInstanceOf(SQLTimeoutException.class);
  }

  @Test
  void aSwitchToReadOnlyRefusesNothingInsideInATransactionEither() {
    telemetry.guard("frozen", "match", "client:jdbc", "degrade.read-only", "true");
    statement.sql = "insert into t values (1)";
    statement.inTransaction = true;
    Object guard = Contexts.enterOwnGuard("test");
    assertThat(execute(null)).isNull();
    Contexts.leaveOwnGuard(guard);
    statement.written = false;
    assertRefused(execute(null));
  }

  @Test
  void whatTimesOutInsideWasNotCutOffByALimitOfOurs() {
    telemetry.guard("limited", "match", "client:http", "timeout.request", "1ms");
    Object guard = Contexts.enterOwnGuard("test");
    Woven.thrownBy(
        new ClientCall(telemetry.engine(), new FakeClient(), 0, new Life("fake")),
        null,
        request,
        r -> {
          LockSupport.parkNanos(5_000_000L);
          throw new SocketTimeoutException("the application's own limit");
        });
    Contexts.leaveOwnGuard(guard);
    assertThat(attributes(telemetry.only())).doesNotContainKey("outrider.guard.outcome");
  }
}
