// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static io.outrider.agent.engine.Telemetry.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time limits of statements that are no whole number of seconds. */
@Timeout(60)
class QueryLimitTest {
  private final Telemetry telemetry = new Telemetry();
  private final FakeDatabase.Statement statement = new FakeDatabase.Statement();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private Throwable run(Woven.Body body) {
    DbCall site = new DbCall(telemetry.engine(), new FakeDatabase(), new Life("fake"));
    return Woven.thrownBy(site, statement, null, body);
  }

  private void limited(String limit) {
    telemetry.guard("slow", "match", "client:jdbc", "timeout.query", limit);
  }

  private Object untilCancelled() throws Exception {
    assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    throw new SQLException("canceling statement due to user request", "57014");
  }

  @Test
  @Tag("lesson-10")
  void aStatementIsCancelledAtALimitBelowASecondAndTheDriverSaysSo() {
    limited("30ms");
    statement.cancel = cancelled::countDown;
    assertThat(run(r -> untilCancelled())).isInstanceOf(SQLException.class);
    assertThat(attributes(telemetry.only()))
        .containsEntry("error.type", "57014")
        .containsEntry("outrider.guard.rule", "slow")
        .containsEntry("outrider.guard.type", "timeout")
        .containsEntry("outrider.guard.outcome", "reject");
    assertThat(statement.limits).as("the driver's own stays behind it").hasSize(1);
  }

  @Test
  void aLimitOfWholeSecondsIsTheDriversAlone() {
    limited("3s");
    run(
        r -> {
          assertThat(((Operation) Current.get()).limit).isNull();
          return 1;
        });
  }

  @Test
  void whatEndsInTimeIsNotCancelled() {
    limited("999ms");
    AtomicInteger cancels = new AtomicInteger();
    statement.cancel = cancels::incrementAndGet;
    QueryLimit[] limit = new QueryLimit[1];
    run(
        r -> {
          limit[0] = ((Operation) Current.get()).limit;
          return 1;
        });
    // As if the timer had gone off just now.
    limit[0].run();
    assertThat(cancels).hasValue(0);
    assertThat(attributes(telemetry.only())).doesNotContainKey("outrider.guard.type");
  }

  @Test
  void whatIsLeftOfADeadlineIsALimitToo() {
    telemetry.guard("edge", "match", "server:http", "deadline.request", "80ms");
    statement.cancel = cancelled::countDown;
    Woven.thrownBy(
        new ServerRequest(telemetry.engine(), new FakeServer(), new Life("fake")),
        null,
        new FakeServer.Exchange(),
        r -> run(x -> untilCancelled()));
    assertThat(attributes(telemetry.ended().get(0)))
        .containsEntry("outrider.guard.rule", "edge")
        .containsEntry("outrider.guard.type", "deadline");
  }

  @Test
  void theEndWaitsForACancelThatIsOnItsWay() throws Exception {
    limited("20ms");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean handedOver = new AtomicBoolean();
    statement.cancel =
        () -> {
          begun.countDown();
          LockSupport.parkNanos(100_000_000L);
          handedOver.set(true);
        };
    // The statement ends by itself, while the cancel is under way.
    run(r -> begun.await(30, TimeUnit.SECONDS));
    assertThat(handedOver).isTrue();
  }

  @Test
  void theEndDoesNotWaitForEverAndKeepsAnInterrupt() {
    limited("20ms");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch test = new CountDownLatch(1);
    statement.cancel =
        () -> {
          begun.countDown();
          awaitQuietly(test);
        };
    run(
        r -> {
          begun.await();
          Thread.currentThread().interrupt();
          return 1;
        });
    assertThat(Thread.interrupted()).isTrue();
    test.countDown();
  }

  @Test
  void aDriverThatCannotCancelIsLeftAlone() {
    limited("20ms");
    CountDownLatch tried = new CountDownLatch(1);
    statement.cancel =
        () -> {
          tried.countDown();
          throw new UnsupportedOperationException();
        };
    run(
        r -> {
          tried.await();
          throw new SQLException("own", "42000");
        });
    assertThat(attributes(telemetry.only())).containsEntry("error.type", "42000");
  }

  @Test
  void onlySoManyCancelsAreUnderWayAtOnce() throws Exception {
    CountDownLatch test = new CountDownLatch(1);
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(10);
    List<QueryLimit> limits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      FakeDatabase.Statement one = new FakeDatabase.Statement();
      one.cancel =
          () -> {
            most.accumulateAndGet(under.incrementAndGet(), Math::max);
            awaitQuietly(test);
            under.decrementAndGet();
            all.countDown();
          };
      QueryLimit limit = new QueryLimit(new FakeDatabase(), one, null, "slow");
      limit.start(1);
      limits.add(limit);
    }
    // Nothing of them holds up what else is to happen later.
    CountDownLatch other = new CountDownLatch(1);
    Later.run(other::countDown, 1);
    assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
    test.countDown();
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isLessThanOrEqualTo(QueryLimit.MOST_AT_ONCE);
  }

  /** The defect of pgjdbc #412 and #413, at the boundary, many times. */
  @Test
  @Tag("lesson-20")
  void aCancelNeverMeetsTheNextStatement() {
    AtomicBoolean running = new AtomicBoolean();
    AtomicInteger strays = new AtomicInteger();
    FakeDatabase.Statement one = new FakeDatabase.Statement();
    one.cancel =
        () -> {
          if (!running.get()) {
            strays.incrementAndGet();
          }
        };
    for (int i = 0; i < 3_000; i++) {
      long nanos = 50_000 + i % 100 * 1_000L;
      QueryLimit limit = new QueryLimit(new FakeDatabase(), one, null, "slow");
      running.set(true);
      long until = System.nanoTime() + nanos;
      limit.start(nanos);
      while (System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      limit.finish();
      running.set(false);
    }
    assertThat(strays).hasValue(0);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
