// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimiterTest {
  private final List<Long> queued = Collections.synchronizedList(new ArrayList<>());
  private final GuardTelemetry telemetry =
      new GuardTelemetry() {
        @Override
        public void onTransition(String rule, String peer, BreakerStatus from, BreakerStatus to) {}

        @Override
        public void onQueued(String rule, GuardKind guard, long nanos) {
          assertThat(rule).isEqualTo("api");
          assertThat(guard).isEqualTo(GuardKind.RATE_LIMIT);
          queued.add(nanos);
        }
      };
  private long now;

  /** A call of which everything is known. */
  private static final class Call implements GuardedCall {
    private final AtomicLong waited = new AtomicLong();
    private String address;
    private String tenant;
    private long remaining = Timeouts.NO_DEADLINE;
    private boolean mayWait = true;

    @Override
    public String callerAddress() {
      return address;
    }

    @Override
    public String header(String name) {
      return name.equals("x-tenant") ? tenant : null;
    }

    @Override
    public long remainingNanos(long nowNanos) {
      return remaining;
    }

    @Override
    public boolean mayWait() {
      return mayWait;
    }

    @Override
    public void waited(long nanos) {
      waited.addAndGet(nanos);
    }
  }

  private static Call from(String address) {
    Call call = new Call();
    call.address = address;
    return call;
  }

  private static Call of(String tenant) {
    Call call = new Call();
    call.tenant = tenant;
    return call;
  }

  private static GuardRules rules(String... suffixesAndValues) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      rule.put("rate-limit." + suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    if (rule.containsKey("rate-limit.mode")) {
      rule.put("mode", rule.remove("rate-limit.mode"));
    }
    GuardRules rules = GuardRules.parse(Map.of("api", rule), Map.of());
    assertThat(rules.problems()).isEmpty();
    return rules;
  }

  private Guards guards(String... suffixesAndValues) {
    return new Guards(rules(suffixesAndValues), telemetry, line -> {}, () -> now);
  }

  /** By the clock on the wall, for those that wait. */
  private Guards waiting(String... suffixesAndValues) {
    return new Guards(rules(suffixesAndValues), telemetry, line -> {}, System::nanoTime);
  }

  private static PeerGuards server(Guards guards) {
    return guards.forPeer(CallKind.HTTP_SERVER, null, 0, null, null);
  }

  private int admitted(PeerGuards peer, GuardedCall call) {
    int count = 0;
    while (peer.whole().acquire(call, now).refusal() == null) {
      count++;
    }
    return count;
  }

  @Test
  void refusesBeyondTheRateAndSaysWhenToComeBack() {
    PeerGuards peer = server(guards("rate", "10/s", "burst", "3"));
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(3);
    now += 30 * MS;
    Refusal refusal = peer.whole().acquire(GuardedCall.UNKNOWN, now).refusal();
    assertThat(refusal.retryAfterNanos(now)).isEqualTo(70 * MS);
    assertThat(refusal.retryAfterSeconds(now)).isEqualTo(1);
    assertThat(refusal.status()).isEqualTo(429);
    now += 70 * MS;
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(1);
  }

  @Test
  void retryAfterIsInWholeSecondsNeverTooEarly() {
    PeerGuards peer = server(guards("rate", "10/m"));
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(1);
    now += 500 * MS;
    Refusal refusal = peer.whole().acquire(GuardedCall.UNKNOWN, now).refusal();
    assertThat(refusal.retryAfterSeconds(now)).isEqualTo(6);
    assertThat(Answer.refusing(refusal, now).headers()).contains("Retry-After", "6");
    now += 6 * SECOND;
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(1);
  }

  @Test
  void whatALaterGuardRefusesCostsNoToken() {
    for (String key : new String[] {null, "address"}) {
      Guards guards = key == null ? guards("rate", "1/h") : guards("rate", "1/h", "key", key);
      Guard limiter =
          rules(
                  key == null
                      ? new String[] {"rate", "1/h"}
                      : new String[] {"rate", "1/h", "key", key})
              .rules()
              .get(0)
              .settings(GuardKind.RATE_LIMIT, CallKind.HTTP_SERVER)
              .create(new GuardPlace(guards, "api", Mode.ENFORCE, CallKind.HTTP_SERVER, "p"));
      StubGuard last = new StubGuard(GuardKind.BULKHEAD);
      last.refuses = true;
      GuardSet set =
          new GuardSet.Builder(CallKind.HTTP_SERVER)
              .owner(guards)
              .guard(limiter, false)
              .guard(last, false)
              .build();
      assertThat(set.acquire(from("a"), now).refusal().guard()).isEqualTo(GuardKind.BULKHEAD);
      last.refuses = false;
      assertThat(set.acquire(from("a"), now).refusal()).isNull();
      assertThat(set.acquire(from("a"), now).refusal().guard()).isEqualTo(GuardKind.RATE_LIMIT);
    }
  }

  @Test
  void eachCallerHasALimitOfItsOwn() {
    Guards guards = guards("rate", "1/s", "burst", "2", "key", "address");
    PeerGuards peer = server(guards);
    assertThat(admitted(peer, from("10.0.0.1"))).isEqualTo(2);
    assertThat(admitted(peer, from("10.0.0.2"))).isEqualTo(2);
    assertThat(admitted(peer, from("2001:db8::1"))).isEqualTo(2);
    assertThat(admitted(peer, from("2001:db8::2"))).as("of the same network").isZero();
    assertThat(guards.readings())
        .anySatisfy(
            reading -> {
              assertThat(reading.gauge()).isEqualTo(Gauge.KEYS);
              assertThat(reading.value()).isEqualTo(3);
            });
  }

  @Test
  void callsWithoutTheHeaderShareOneLimit() {
    PeerGuards peer = server(guards("rate", "1/s", "burst", "2", "key", "header:X-Tenant"));
    assertThat(admitted(peer, of("gold"))).isEqualTo(2);
    assertThat(admitted(peer, of(null))).isEqualTo(2);
    assertThat(admitted(peer, of(""))).isZero();
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isZero();
    assertThat(admitted(peer, of("silver"))).isEqualTo(2);
  }

  @Test
  void aKeyThatCannotBeReadLetsTheCallPass() {
    PeerGuards peer = server(guards("rate", "1/h", "key", "address"));
    GuardedCall broken =
        new GuardedCall() {
          @Override
          public String callerAddress() {
            throw new IllegalStateException("recycled");
          }
        };
    for (int i = 0; i < 3; i++) {
      assertThat(peer.whole().acquire(broken, now).refusal()).isNull();
    }
  }

  @Test
  void inDryRunNothingWaitsAndWhatWouldBeRefusedIsCounted() {
    Guards guards = guards("rate", "1/h", "max-wait", "10m", "mode", "dry-run");
    PeerGuards peer = server(guards);
    for (int i = 0; i < 3; i++) {
      assertThat(peer.whole().acquire(new Call(), now).refusal()).isNull();
    }
    assertThat(guards.decisions())
        .extracting(DecisionCount::toString)
        .contains("api rate-limit would_reject 2");
    assertThat(queued).isEmpty();
  }

  @Test
  void aCallThatMustNotBeRefusedNeverWaits() {
    PeerGuards peer = server(guards("rate", "1/h", "max-wait", "10m"));
    peer.whole().observe(new Call(), now);
    peer.whole().observe(new Call(), now);
    assertThat(queued).isEmpty();
  }

  @Test
  void callsWaitForTheirTurn() {
    Guards guards = waiting("rate", "50/s", "burst", "1", "max-wait", "1s");
    PeerGuards peer = server(guards);
    Call call = new Call();
    long begun = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      assertThat(peer.whole().acquire(call, System.nanoTime()).refusal()).isNull();
    }
    assertThat(System.nanoTime() - begun).as("three turns").isGreaterThanOrEqualTo(60 * MS);
    assertThat(call.waited.get()).isPositive().isEqualTo(queued.stream().mapToLong(n -> n).sum());
    assertThat(guards.readings())
        .anySatisfy(
            reading -> {
              assertThat(reading.gauge()).isEqualTo(Gauge.QUEUE);
              assertThat(reading.value()).isZero();
            });
  }

  @Test
  void aTurnTooFarAwayIsRefusedAtOnceAndSaysWhenAWaitWillDo() {
    PeerGuards peer = server(guards("rate", "10/m", "max-wait", "2s"));
    assertThat(peer.whole().acquire(new Call(), now).refusal()).isNull();
    Refusal refusal = peer.whole().acquire(new Call(), now).refusal();
    assertThat(refusal.retryAfterNanos(now)).isEqualTo(4 * SECOND);
    assertThat(queued).isEmpty();
  }

  @Test
  void nobodyWaitsBeyondTheDeadlineOrOnAThreadThatMustNot() {
    PeerGuards peer = server(guards("rate", "10/s", "burst", "1", "max-wait", "1m"));
    assertThat(peer.whole().acquire(new Call(), now).refusal()).isNull();
    Call hurried = new Call();
    hurried.remaining = 99 * MS;
    assertThat(peer.whole().acquire(hurried, now).refusal()).isNotNull();
    hurried.remaining = -1;
    assertThat(peer.whole().acquire(hurried, now).refusal()).isNotNull();
    Call future = new Call();
    future.mayWait = false;
    assertThat(peer.whole().acquire(future, now).refusal().retryAfterNanos(now))
        .isEqualTo(100 * MS);
    assertThat(queued).isEmpty();
  }

  @Test
  void anInterruptEndsTheWaitAndTheTurnGoesToTheNext() throws Exception {
    PeerGuards peer = server(waiting("rate", "1/m", "max-wait", "10m"));
    long start = System.nanoTime();
    assertThat(peer.whole().acquire(new Call(), start).refusal()).isNull();
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Thread thread =
        new Thread(
            () -> {
              seen.add(peer.whole().acquire(new Call(), start).refusal());
              seen.add(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    thread.join();
    assertThat((Refusal) seen.get(0)).asString().contains("interrupted");
    assertThat(seen.get(1)).isEqualTo(true);
    assertThat(queued).hasSize(1);
    Call second = new Call();
    second.remaining = 60 * SECOND;
    Thread.currentThread().interrupt();
    Refusal refusal = peer.whole().acquire(second, start).refusal();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(refusal.toString()).as("it was given the same turn").contains("interrupted");
  }

  @Test
  void anotherWaitKeepsTheBucketAndAnotherRateBeginsAfresh() {
    Guards guards = guards("rate", "1/h", "burst", "3");
    PeerGuards peer = server(guards);
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(3);
    guards.replace(rules("rate", "1/h", "burst", "3", "max-wait", "5s"));
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isZero();
    guards.replace(rules("rate", "2/h", "burst", "2"));
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(2);
    guards.replace(rules("rate", "2/h", "burst", "2", "key", "address"));
    assertThat(admitted(peer, from("a"))).isEqualTo(2);
  }

  @Test
  void aChangeOfTheRateDoesNotMakeColdAgain() {
    Guards guards = guards("rate", "30/s", "burst", "1", "warm-up", "10s");
    PeerGuards peer = server(guards);
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(1);
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, now).refusal().retryAfterNanos(now))
        .as("a third of the rate")
        .isBetween(98 * MS, 100 * MS);
    now += 10 * SECOND;
    guards.replace(rules("rate", "10/s", "burst", "1", "warm-up", "10s"));
    assertThat(admitted(peer, GuardedCall.UNKNOWN)).isEqualTo(1);
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, now).refusal().retryAfterNanos(now))
        .isEqualTo(100 * MS);
  }

  @Test
  void eachPeerOfAClientHasItsOwnLimitAndTheOverflowHasNone() {
    Guards guards = guards("rate", "1/h");
    PeerGuards a = guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null);
    PeerGuards b = guards.forPeer(CallKind.HTTP_CLIENT, "b", 80, null, null);
    assertThat(admitted(a, GuardedCall.UNKNOWN)).isEqualTo(1);
    assertThat(admitted(b, GuardedCall.UNKNOWN)).isEqualTo(1);
    assertThat(guards.overflow(CallKind.HTTP_CLIENT).whole()).isSameAs(GuardSet.NONE);
  }
}
