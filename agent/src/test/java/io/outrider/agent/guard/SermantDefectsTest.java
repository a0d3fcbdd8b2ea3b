// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was found wrong in the flow control of Sermant 2.2, by reading it, and is not to be wrong
 * here. Numbers are those of the list. Those of whole calls (4, 5, 11, 12) are tested where such
 * are made: in {@code LessonsInCallsTest}, {@code AttemptsTest} and {@code ServerGuardTest}, and on
 * the wire in the smoke tests.
 */
class SermantDefectsTest {
  private long now;

  private static GuardRules parse(String name, String... suffixesAndValues) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      rule.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of(name, rule), Map.of());
  }

  private PeerGuards peer(GuardRules rules) {
    return guards(rules).forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null);
  }

  private Guards guards(GuardRules rules) {
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {}, () -> now);
  }

  private void fail(PeerGuards peer, int times) {
    for (int i = 0; i < times; i++) {
      peer.whole().acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.FAILURE, now, now);
    }
  }

  private boolean refuses(PeerGuards peer) {
    return peer.whole().acquire(GuardedCall.UNKNOWN, now).refusal() != null;
  }

  /** Its check of a breaker's rule was the wrong way round. */
  @ParameterizedTest
  @Tag("defect-1")
  @CsvSource({
    "circuit-breaker.failure-rate, 0",
    "circuit-breaker.failure-rate, 100.01",
    "circuit-breaker.failure-rate, -1",
    "circuit-breaker.failure-rate, NaN",
    "circuit-breaker.minimum-calls, 0",
    "circuit-breaker.half-open-calls, 0",
    "circuit-breaker.window, 0s",
    "circuit-breaker.wait-open, -5s",
  })
  void invalidThresholdsNeverReachABreaker(String suffix, String value) {
    GuardRules rules = parse("r", suffix, value);
    assertThat(rules.rules()).isEmpty();
    assertThat(rules.problems()).singleElement().asString().contains("r", value);
  }

  @ParameterizedTest
  @Tag("defect-1")
  @CsvSource({
    "circuit-breaker.failure-rate, 1",
    "circuit-breaker.failure-rate, 100",
    "circuit-breaker.minimum-calls, 1",
    "circuit-breaker.half-open-calls, 1",
  })
  void validThresholdsDo(String suffix, String value) {
    GuardRules rules = parse("r", suffix, value);
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.rules()).hasSize(1);
  }

  /** Its default of "100", meant as milliseconds, became a window of 0 s, and the breaker none. */
  @ParameterizedTest
  @Tag("defect-2")
  @ValueSource(strings = {"100", "10", "1.5"})
  void aWindowWithoutAUnitIsAnErrorAndNotAGuess(String window) {
    assertThat(parse("r", "circuit-breaker.window", window).problems()).hasSize(1);
  }

  @ParameterizedTest
  @Tag("defect-2")
  @CsvSource({"100ms, 100", "999ms, 999", "1900ms, 1900"})
  void windowsAreNotCutToWholeSeconds(String window, long millis) {
    PeerGuards peer =
        peer(parse("r", "circuit-breaker.window", window, "circuit-breaker.minimum-calls", "2"));
    fail(peer, 1);
    now += millis * MS + millis * MS / 10;
    fail(peer, 1);
    assertThat(refuses(peer)).as("the first is forgotten").isFalse();
    now += millis * MS * 8 / 10;
    fail(peer, 1);
    assertThat(refuses(peer)).as("the second is not").isTrue();
  }

  @Test
  @Tag("defect-3")
  void anOpenBreakerAnswers503WithATimeToComeBackAndNot429() {
    Refusal refusal = Breakers.with(s -> {}).fail(20).acquire().refusal();
    Answer answer = Answer.refusing(refusal, 0);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).contains("Retry-After");
    assertThat(Long.parseLong(answer.headers()[5])).isBetween(4L, 9L);
  }

  @Test
  @Tag("defect-3")
  void aFullBulkheadAnswers503AndNot500() {
    Bulkhead bulkhead = new Bulkhead("r", "p", 1);
    bulkhead.acquire(GuardedCall.UNKNOWN, 0);
    Refusal refusal = bulkhead.acquire(GuardedCall.UNKNOWN, 0).refusal();
    assertThat(Answer.refusing(refusal, 0).status()).isEqualTo(503);
    assertThat(Answer.refusing(refusal, 0).headers()).contains("Retry-After");
  }

  @Test
  @Tag("defect-3")
  void aClientGetsAnIOExceptionItKnowsAndNoRuntimeException() {
    Refusal refusal = Breakers.with(s -> {}).fail(20).acquire().refusal();
    assertThat(new HttpCallRefusal(refusal, 0)).isInstanceOf(ConnectException.class);
  }

  @Test
  @Tag("defect-6")
  void aStatusThatBlamesTheCallerIsNoFailureOfThePeer() {
    PeerGuards peer = peer(parse("r", "circuit-breaker.minimum-calls", "1"));
    GuardSet set = peer.whole();
    for (int status = 400; status < 500; status++) {
      Permit permit = set.acquire(GuardedCall.UNKNOWN, now).permit();
      permit.end(set.outcome(status, null), now, now);
    }
    assertThat(refuses(peer)).isFalse();
  }

  @Test
  @Tag("defect-6")
  void aRefusalOfOurOwnIsNotCountedAsAFailureOfThePeer() {
    PeerGuards peer = peer(parse("r", "circuit-breaker.minimum-calls", "1"));
    GuardSet set = peer.whole();
    Refusal refusal = new Refusal(GuardKind.BULKHEAD, "r", "p", "why", 0);
    Throwable wrapped =
        new java.util.concurrent.ExecutionException(new HttpCallRefusal(refusal, 0));
    set.acquire(GuardedCall.UNKNOWN, now).permit().end(set.outcome(0, wrapped), now, now);
    assertThat(refuses(peer)).isFalse();
    assertThat(set.outcome(0, new IOException())).isEqualTo(Outcome.FAILURE);
  }

  /** Each refill set its clock to now and threw away what the division left over. */
  @ParameterizedTest
  @Tag("defect-7")
  @ValueSource(longs = {1, 3, 7, 33, 49, 99, 101, 149})
  void noPartOfATokenIsLostHoweverOftenTheBucketIsAsked(long millisBetween) {
    Gcra bucket = new Gcra(10, SECOND, 1, 0);
    int passed = 0;
    long span = 1_000 * SECOND;
    for (long at = 0; at < span; at += millisBetween * MS) {
      passed += bucket.take(1, at, 0) == 0 ? 1 : 0;
    }
    long asked = (span - 1) / (millisBetween * MS) + 1;
    // Who asks each 33 ms cannot be there at the very moment a token is: at the next time, then.
    double perCall = Math.ceil(100.0 / millisBetween) * millisBetween;
    long expected = Math.min(asked, (long) (span / MS / perCall));
    assertThat((double) passed).isGreaterThanOrEqualTo(expected - 1.0);
  }

  @Test
  @Tag("defect-7")
  void peersHaveBucketsOfTheirOwnAndNoLockInCommon() throws Exception {
    RateLimiter one = new RateLimiter("r", "one", new Gcra(1, SECOND, 1, 0));
    RateLimiter other = new RateLimiter("r", "other", new Gcra(1, SECOND, 1, 0));
    assertThat(one.acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    assertThat(one.acquire(GuardedCall.UNKNOWN, 0).refusal()).isNotNull();
    List<Admission> answers = new ArrayList<>();
    Thread thread = new Thread(() -> answers.add(other.acquire(GuardedCall.UNKNOWN, 0)));
    synchronized (RateLimiter.class) {
      synchronized (Gcra.class) {
        thread.start();
        thread.join(10_000);
      }
    }
    assertThat(answers).singleElement().isInstanceOf(Permit.class);
  }

  /** Its ring of sixty seconds was asked for second -1, and a call's exception kept its place. */
  @Test
  @Tag("defect-8")
  void aCallThatTakesLongerThanTheWindowIsCountedWhenItEnds() {
    Breakers b = Breakers.with(s -> s.minimumCalls = 1);
    b.call(Outcome.FAILURE, 600 * SECOND);
    assertThat(b.status()).isEqualTo(BreakerStatus.OPEN);
  }

  @Test
  @Tag("defect-8")
  void aBulkheadCountsCallsUnderWayWheneverTheyBeganAndHoweverTheyEnd() {
    Bulkhead bulkhead = new Bulkhead("r", "p", 2);
    Permit early = bulkhead.acquire(GuardedCall.UNKNOWN, 0).permit();
    Permit late = bulkhead.acquire(GuardedCall.UNKNOWN, 3_600 * SECOND).permit();
    assertThat(bulkhead.acquire(GuardedCall.UNKNOWN, 7_200 * SECOND).permit()).isNull();
    early.end(Outcome.FAILURE, 0, 7_200 * SECOND);
    late.end(Outcome.IGNORED, 0, 7_200 * SECOND);
    assertThat(bulkhead.inUse()).isZero();
  }

  /** Its cache of matches was keyed by path and all headers, and full for ever after a minute. */
  @Test
  @Tag("defect-9")
  void pathsThatNeverComeTwiceFindTheirRuleAndLeaveNothingBehind() {
    GuardRules rules =
        parse("orders", "match", "path:/orders/**", "circuit-breaker.minimum-calls", "1");
    PeerGuards peer = peer(rules);
    GuardSet orders = peer.select("GET", "/orders/0");
    for (int i = 0; i < 100_000; i++) {
      assertThat(peer.select("GET", "/orders/" + i)).isSameAs(orders);
      assertThat(peer.select("GET", "/" + i)).isSameAs(GuardSet.NONE);
    }
  }

  /** Any header that changes with each call made it compare everything again, names by case. */
  @Test
  @Tag("defect-9")
  void headersOfWhichNoRuleSpeaksAreNotReadAndNamesHaveNoCase() {
    PeerGuards peer = peer(parse("gold", "match", "header:X-Tenant=gold", "timeout.request", "5s"));
    int[] asked = new int[1];
    GuardSet gold = null;
    for (int i = 0; i < 10_000; i++) {
      String id = String.valueOf(i);
      GuardedCall call =
          new GuardedCall() {
            @Override
            public String header(String name) {
              asked[0]++;
              return name.equalsIgnoreCase("x-tenant") ? "gold" : id;
            }
          };
      GuardSet set = peer.select("GET", "/", call);
      assertThat(set.requestNanos()).isEqualTo(5 * SECOND);
      assertThat(gold == null || gold == set).as("the same guards").isTrue();
      gold = set;
    }
    assertThat(asked[0]).isEqualTo(10_000);
  }

  /** An edit threw away the handler, and with it all it had counted. */
  @Test
  @Tag("defect-10")
  void anEditOfARuleKeepsWhatItsBreakerHasCounted() {
    Guards guards = guards(parse("r", "circuit-breaker.wait-open", "5s"));
    PeerGuards peer = guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null);
    fail(peer, 19);
    guards.replace(parse("r", "circuit-breaker.wait-open", "60s"));
    assertThat(refuses(peer)).isFalse();
    fail(peer, 1);
    assertThat(refuses(peer)).isTrue();
    guards.replace(parse("r", "circuit-breaker.wait-open", "60s", "timeout.request", "1s"));
    assertThat(refuses(peer)).as("open as before").isTrue();
  }

  @Test
  @Tag("defect-11")
  void aCallMayEndOnAnotherThreadThanItBegan() throws Exception {
    PeerGuards peer = peer(parse("r", "circuit-breaker.minimum-calls", "1"));
    Permit permit = peer.whole().acquire(GuardedCall.UNKNOWN, now).permit();
    Thread thread = new Thread(() -> permit.end(Outcome.FAILURE, now, now));
    thread.start();
    thread.join();
    assertThat(refuses(peer)).isTrue();
  }
}
