// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What users of other guards had to complain about most, by the numbers of the list of twenty.
 * Those of a breaker's states (2 to 5) are in {@link CircuitBreakerLessonsTest}, what threads do to
 * one another in {@link ConcurrencyTest} and {@link LinearizabilityTest}; whole calls (1, 10, 13,
 * 20) are in {@code LessonsInCallsTest}, {@code AttemptsTest} and {@code RobustnessTest}, rules
 * from a file (7) in {@code ConfigWatchTest}, adaptive limits (17) in {@link GradientLimitTest},
 * pools and real servers in the smoke tests. 8 and 9 are of limits for a whole cluster, which have
 * no store yet, 19 of keys for tokens, which are not checked yet: they do not apply.
 */
class LessonsTest {
  private long now;

  private Guards guards(Map<String, Map<String, String>> named) {
    GuardRules rules = GuardRules.parse(named, Map.of());
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {}, () -> now);
  }

  private static PeerGuards peer(Guards guards) {
    return guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null);
  }

  /** resilience4j 172; Polly 2348; istio/api 3512. */
  @Test
  @Tag("lesson-1")
  void whenEveryCallFailsRetriesStayAFifthOfThem() {
    RetryBudget budget = new RetryBudget(2_000, 0, 0);
    int retries = 0;
    int calls = 10_000;
    for (int i = 0; i < calls; i++) {
      now += 20 * MS;
      budget.called(now);
      // Three more tries wanted, each time.
      for (int attempt = 0; attempt < 3 && budget.tryRetry(now); attempt++) {
        retries++;
      }
    }
    assertThat(retries).isBetween(calls / 6, calls / 5 + 100);
  }

  /** Hystrix 2108: open for ever. */
  @Test
  @Tag("lesson-3")
  void whateverHasHappenedAPeerThatIsWellIsCalledAgain() {
    Breakers b = Breakers.with(s -> s.waitOpenMaxNanos = 300 * SECOND);
    for (int outage = 0; outage < 50; outage++) {
      if (b.acquire().permit() != null) {
        // Neither told how it ended, nor ever heard of again.
        b.pass(SECOND);
      }
      b.pass(20 * SECOND);
      Permit permit = b.acquire().permit();
      if (permit != null) {
        permit.end(Outcome.FAILURE, b.now, b.now);
      }
    }
    long wellAt = b.now;
    while (b.now - wellAt < 1_000 * SECOND) {
      b.pass(SECOND);
      Permit permit = b.acquire().permit();
      if (permit != null) {
        permit.end(Outcome.SUCCESS, b.now, b.now);
      }
    }
    assertThat(b.status()).isEqualTo(BreakerStatus.CLOSED);
  }

  /** Sentinel 1032. */
  @Test
  @Tag("lesson-6")
  void slowCallsAreCountedSoThatOneVerySlowCallIsOneOfMany() {
    Breakers b =
        Breakers.with(
            s -> {
              s.slowCallNanos = SECOND;
              s.slowCallRate = 5_000;
            });
    b.call(Outcome.SUCCESS, 9 * SECOND).succeed(30);
    assertThat(b.status()).as("on average a third of a second").isEqualTo(BreakerStatus.CLOSED);
    b.pass(60 * SECOND);
    for (int i = 0; i < 10; i++) {
      b.call(Outcome.SUCCESS, 0);
    }
    for (int i = 0; i < 10; i++) {
      Permit permit = b.permit();
      permit.end(Outcome.SUCCESS, b.now - SECOND, b.now);
    }
    assertThat(b.status()).as("half of them slow").isEqualTo(BreakerStatus.OPEN);
  }

  /** Hystrix 1867: the place was free while the work went on. */
  @Test
  @Tag("lesson-10")
  void aPlaceIsTakenAsLongAsTheCallIsUnderWayWhateverTheTime() {
    Bulkhead bulkhead = new Bulkhead("r", "p", 1);
    Permit permit = bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit();
    assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 3_600 * SECOND).refusal()).isNotNull();
    permit.end(Outcome.FAILURE, 0, 3_600 * SECOND);
    assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 3_600 * SECOND).refusal()).isNull();
  }

  /** Hystrix 858. */
  @ParameterizedTest
  @Tag("lesson-11")
  @CsvSource({"2000, 500, 500", "500, 2000, 500", "0, 500, 500", "500, -1, 0"})
  void ofTwoLimitsTheShorterIsTheOnlyOne(long ruleMillis, long leftMillis, long millis) {
    assertThat(Timeouts.effective(ruleMillis * MS, leftMillis * MS) / MS).isEqualTo(millis);
  }

  /** Sentinel 2358, Hystrix 1767: it was lost with the thread. */
  @Test
  @Tag("lesson-12")
  void nothingOfACallIsKeptWithItsThread() throws Exception {
    Bulkhead bulkhead = new Bulkhead("r", "p", 2);
    Permit[] permits = new Permit[2];
    for (int i = 0; i < 2; i++) {
      int slot = i;
      Thread thread =
          new Thread(() -> permits[slot] = bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit());
      thread.start();
      thread.join();
    }
    assertThat(bulkhead.inUse()).isEqualTo(2);
    for (Permit permit : permits) {
      permit.end(Outcome.SUCCESS, 0, 1);
    }
    assertThat(bulkhead.inUse()).isZero();
  }

  /** Sentinel 3488: an error in a guard, and the client waited for ever. */
  @Test
  @Tag("lesson-13")
  void anErrorInAGuardIsNoErrorOfTheCall() {
    StubGuard broken = new StubGuard(GuardKind.BULKHEAD);
    broken.throwsOnAcquire = true;
    GuardSet set =
        new GuardSet.Builder(CallKind.HTTP_CLIENT)
            .owner(guards(Map.of()))
            .guard(broken, false)
            .build();
    Permit permit = set.acquire(GuardedCall.UNKNOWN, 0).permit();
    assertThat(permit).isNotNull();
    permit.end(Outcome.SUCCESS, 0, 1);
  }

  /** Sentinel 920, 623; resilience4j 1062. */
  @Test
  @Tag("lesson-14")
  void aRefusalIsAnExceptionThatCodeHandlesAlreadyAndNamesWhoRefused() {
    Refusal refusal = new Refusal(GuardKind.BULKHEAD, "inventory", "a:80", "it is full", SECOND);
    assertThat(new HttpCallRefusal(refusal, 0))
        .isInstanceOf(IOException.class)
        .isInstanceOf(GuardRejection.class)
        .hasMessageContaining("inventory");
    assertThat((Exception) new SqlConnectionRefusal(refusal, 0))
        .isInstanceOf(SQLTransientConnectionException.class)
        .isInstanceOf(GuardRejection.class)
        .hasMessageContaining("inventory");
  }

  /** resilience4j 2151, 2232: a lock on the way of every call, to which a carrier was pinned. */
  @Test
  @Timeout(30)
  @Tag("lesson-15")
  void noCallWaitsForALockOfAGuard() throws Exception {
    Guards guards =
        guards(Map.of("r", Map.of("circuit-breaker.minimum-calls", "1", "match", "path:/a/**")));
    PeerGuards peer = peer(guards);
    GuardSet set = peer.select("GET", "/a/b");
    Bulkhead bulkhead = new Bulkhead("r", "p", 5);
    Gcra bucket = new Gcra(1, SECOND, 5, 0);
    AtomicBoolean through = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              peer.select("GET", "/a/c").acquire(GuardedCall.UNKNOWN, 0).permit();
              set.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.SUCCESS, 0, 1);
              bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit().end(Outcome.SUCCESS, 0, 1);
              bucket.take(1, 0, 0);
              through.set(true);
            });
    synchronized (guards) {
      synchronized (peer) {
        synchronized (set) {
          synchronized (bulkhead) {
            synchronized (bucket) {
              thread.start();
              thread.join(TimeUnit.SECONDS.toMillis(20));
            }
          }
        }
      }
    }
    assertThat(through).isTrue();
  }

  /** Sentinel stopped guarding at its six-thousandth resource; resilience4j 1221 kept them all. */
  @Test
  @Tag("lesson-16")
  void pathsWithoutNumberShareTheBreakerOfTheirRule() {
    Guards guards =
        guards(
            Map.of(
                "r", Map.of("match", "path:/orders/**", "circuit-breaker.minimum-calls", "7000")));
    PeerGuards peer = peer(guards);
    for (int i = 0; i < 7_000; i++) {
      GuardSet set = peer.select("GET", "/orders/" + i);
      set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.FAILURE, now, now);
    }
    assertThat(guards.breakers()).hasSize(1);
    GuardSet set = peer.select("GET", "/orders/one-more");
    assertThat(set.acquire(GuardedCall.UNKNOWN, now).refusal()).isNotNull();
  }

  /** resilience4j 1214, 2040, 2052: setting one value silently changed another. */
  @ParameterizedTest
  @Tag("lesson-18")
  @CsvSource({
    "circuit-breaker.slow-call, 1s",
    "circuit-breaker.wait-open, 7s",
    "circuit-breaker.half-open-calls, 3",
    "circuit-breaker.failure-rate, 20",
    "circuit-breaker.window, 30s",
  })
  void toSayOneValueLeavesTheOthersAtTheirDefaults(String suffix, String value) {
    GuardRules rules = GuardRules.parse(Map.of("r", Map.of(suffix, value)), Map.of());
    BreakerSettings said =
        (BreakerSettings)
            rules.rules().get(0).settings(GuardKind.CIRCUIT_BREAKER, CallKind.HTTP_CLIENT);
    BreakerSettings defaults = Breakers.settings(s -> {});
    int differences = 0;
    differences += said.windowNanos != defaults.windowNanos ? 1 : 0;
    differences += said.windowCalls != defaults.windowCalls ? 1 : 0;
    differences += said.failureRate != defaults.failureRate ? 1 : 0;
    differences += said.slowCallNanos != defaults.slowCallNanos ? 1 : 0;
    differences += said.slowCallRate != defaults.slowCallRate ? 1 : 0;
    differences += said.minimumCalls != defaults.minimumCalls ? 1 : 0;
    differences += said.waitOpenNanos != defaults.waitOpenNanos ? 1 : 0;
    differences += said.waitOpenMaxNanos != defaults.waitOpenMaxNanos ? 1 : 0;
    differences += said.halfOpenCalls != defaults.halfOpenCalls ? 1 : 0;
    assertThat(differences).isOne();
  }

  @Test
  @Tag("lesson-18")
  void aMisspeltKeyIsAnErrorThatSaysWhatWasMeant() {
    GuardRules rules =
        GuardRules.parse(Map.of("r", Map.of("circuit-breaker.failur-rate", "20")), Map.of());
    assertThat(rules.rules()).isEmpty();
    assertThat(rules.problems())
        .singleElement()
        .asString()
        .contains("circuit-breaker.failur-rate", "circuit-breaker.failure-rate");
  }

  /** Sermant 1724: switched on without a rule, and no call came through. */
  @Test
  @Tag("lesson-20")
  void withoutRulesEveryCallIsLetThroughAndNothingIsKept() {
    Guards guards = guards(Map.of());
    for (int i = 0; i < 1_000; i++) {
      Admission admission = peer(guards).whole().acquire(GuardedCall.UNKNOWN, i);
      assertThat(admission).isSameAs(Permit.NONE);
      admission.permit().end(Outcome.FAILURE, i, i);
    }
    assertThat(guards.decisions()).isEmpty();
    assertThat(guards.breakers()).isEmpty();
  }
}
