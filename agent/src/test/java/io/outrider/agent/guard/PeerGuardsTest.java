// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerGuardsTest {
  private long now;

  private static GuardRules rules(Object... namesAndValues) {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      @SuppressWarnings("unchecked")
      Map<String, String> values = (Map<String, String>) namesAndValues[i + 1];
      named.put((String) namesAndValues[i], values);
    }
    GuardRules rules = GuardRules.parse(named, Map.of());
    assertThat(rules.problems()).isEmpty();
    return rules;
  }

  private Guards guards(GuardRules rules) {
    return new Guards(rules, GuardTelemetry.NONE, line -> {}, () -> now);
  }

  private static PeerGuards http(Guards guards, String host) {
    return guards.forPeer(CallKind.HTTP_CLIENT, host, 8080, null, null);
  }

  private void fail(GuardSet set, int times) {
    for (int i = 0; i < times; i++) {
      set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.FAILURE, now, now);
    }
  }

  private boolean refuses(GuardSet set) {
    return set.acquire(GuardedCall.UNKNOWN, now).refusal() != null;
  }

  @Test
  void withoutRulesNothingIsGuarded() {
    assertThat(http(guards(GuardRules.NONE), "a").whole()).isSameAs(GuardSet.NONE);
  }

  @Test
  void forEachKindOfGuardTheFirstMatchingRuleThatMentionsItWins() {
    GuardRules rules =
        rules(
            "other", Map.of("match", "host:b", "timeout.request", "9s"),
            "breaker", Map.of("match", "host:a", "circuit-breaker.minimum-calls", "1"),
            "slow", Map.of("match", "host:a", "timeout.request", "4s"),
            "default", Map.of("timeout.connect", "1s", "circuit-breaker.minimum-calls", "50"));
    Guards guards = guards(rules);
    GuardSet a = http(guards, "A").whole();
    assertThat(a.requestNanos()).isEqualTo(4 * SECOND);
    assertThat(a.connectNanos()).as("kinds are not mixed from rules").isZero();
    fail(a, 1);
    assertThat(a.acquire(GuardedCall.UNKNOWN, now).refusal().rule()).isEqualTo("breaker");
    GuardSet c = http(guards, "c").whole();
    assertThat(c.connectNanos()).isEqualTo(SECOND);
    assertThat(c.requestNanos()).isZero();
  }

  @Test
  void aRuleWhoseTimeoutsMeanNothingForTheCallDoesNotWin() {
    Guards guards =
        guards(
            rules(
                "db", Map.of("timeout.query", "3s"),
                "web", Map.of("timeout.request", "2s")));
    assertThat(http(guards, "a").whole().requestNanos()).isEqualTo(2 * SECOND);
    GuardSet db = guards.forPeer(CallKind.JDBC, "db", 5432, null, "orders").whole();
    assertThat(db.queryNanos()).isEqualTo(3 * SECOND);
  }

  @Test
  void eachPeerHasItsOwnBreaker() {
    Guards guards = guards(rules("r", Map.of("circuit-breaker.minimum-calls", "1")));
    PeerGuards a = http(guards, "a");
    PeerGuards b = http(guards, "b");
    fail(a.whole(), 1);
    assertThat(refuses(a.whole())).isTrue();
    assertThat(refuses(b.whole())).isFalse();
    assertThat(guards.breakers())
        .extracting(BreakerReading::toString)
        .containsExactlyInAnyOrder("a:8080 by rule r: open", "b:8080 by rule r: closed");
  }

  @Test
  void onePeerIsOneObjectHoweverOftenItIsAskedFor() {
    Guards guards = guards(rules("r", Map.of("circuit-breaker.window", "10s")));
    assertThat(http(guards, "A")).isSameAs(http(guards, "a"));
    assertThat(http(guards, "b")).isNotSameAs(http(guards, "a"));
    assertThat(guards.breakers()).hasSize(2);
  }

  @Test
  void kindPortPoolAndDatabaseSelectTheRule() {
    Guards guards =
        guards(
            rules(
                "pool", Map.of("match", "client:jdbc,pool:orders-*", "timeout.query", "1s"),
                "base",
                    Map.of("match.client", "jdbc", "match.database", "a,b", "timeout.query", "2s"),
                "port",
                    Map.of("match", "client:http,port:8080,port:8081", "timeout.request", "3s")));
    assertThat(guards.forPeer(CallKind.JDBC, null, 0, "orders-1", "x").whole().queryNanos())
        .isEqualTo(SECOND);
    assertThat(guards.forPeer(CallKind.JDBC, null, 0, null, "b").whole().queryNanos())
        .isEqualTo(2 * SECOND);
    assertThat(guards.forPeer(CallKind.JDBC, null, 0, null, "c").whole()).isSameAs(GuardSet.NONE);
    assertThat(guards.forPeer(CallKind.HTTP_CLIENT, "h", 8081, null, null).whole().requestNanos())
        .isEqualTo(3 * SECOND);
    assertThat(guards.forPeer(CallKind.HTTP_CLIENT, "h", 8082, null, null).whole())
        .isSameAs(GuardSet.NONE);
    assertThat(guards.forPeer(CallKind.HTTP_SERVER, "h", 8081, null, null).whole())
        .isSameAs(GuardSet.NONE);
  }

  @Test
  void methodAndPathSelectAmongTheGuardsOfOnePeer() {
    Guards guards =
        guards(
            rules(
                "reports", Map.of("match", "path:/reports/**", "timeout.request", "60s"),
                "writes",
                    Map.of("match", "method:POST,method:PUT", "circuit-breaker.minimum-calls", "1"),
                "default", Map.of("timeout.request", "2s")));
    PeerGuards peer = http(guards, "a");
    assertThat(peer.whole()).isNull();
    assertThat(peer.select("GET", "/orders").requestNanos()).isEqualTo(2 * SECOND);
    assertThat(peer.select("GET", "/orders").admitsAll()).isTrue();
    assertThat(peer.select("GET", "/reports/7").requestNanos()).isEqualTo(60 * SECOND);
    GuardSet write = peer.select("POST", "/reports/7");
    assertThat(write.requestNanos()).isEqualTo(60 * SECOND);
    assertThat(peer.select("PUT", "/reports/8")).isSameAs(write);
    fail(write, 1);
    assertThat(refuses(peer.select("POST", "/orders")))
        .as("one breaker for the rule, whatever else applies")
        .isTrue();
    assertThat(refuses(peer.select("GET", "/orders"))).isFalse();
    assertThat(peer.select("GET", null).requestNanos()).isEqualTo(2 * SECOND);
  }

  @Test
  void aRuleThatNamesAPathDoesNotMakeADatabaseAskForOne() {
    Guards guards =
        guards(
            rules(
                "path", Map.of("match", "path:/a", "circuit-breaker.window", "10s"),
                "all", Map.of("timeout.query", "1s")));
    GuardSet set = guards.forPeer(CallKind.JDBC, "db", 0, null, null).whole();
    assertThat(set.queryNanos()).isEqualTo(SECOND);
    assertThat(set.admitsAll()).isTrue();
  }

  @Test
  void aPeerReadsAsItIsWritten() {
    assertThat(new Target(CallKind.JDBC, "db", 5432, "p", "orders", false))
        .hasToString("db:5432/orders");
    assertThat(new Target(CallKind.HTTP_CLIENT, "::1", 80, null, null, false))
        .hasToString("[::1]:80");
    assertThat(new Target(CallKind.JDBC, null, 0, "pool", null, false)).hasToString("pool");
    assertThat(new Target(CallKind.HTTP_SERVER, null, 0, null, null, false))
        .hasToString("this server");
  }

  @Test
  void rulesThatNameARouteAreDecidedAtTheSecondPointOnly() {
    Guards guards =
        guards(
            rules(
                "route", Map.of("match", "route:/orders/{id}", "circuit-breaker.window", "10s"),
                "door", Map.of("timeout.request", "2s")));
    PeerGuards peer = http(guards, "a");
    assertThat(peer.whole().admitsAll()).isTrue();
    assertThat(peer.selectRoute("GET", "/orders/{id}").admitsAll()).isFalse();
    assertThat(peer.selectRoute("GET", "/orders")).isSameAs(GuardSet.NONE);
  }

  @Test
  void aRuleThatIsOffGuardsNothingAndKeepsLaterRulesAway() {
    Guards guards =
        guards(
            rules(
                "off", Map.of("match", "host:a", "timeout.request", "1s", "mode", "off"),
                "default", Map.of("timeout.request", "2s")));
    assertThat(http(guards, "a").whole().requestNanos()).isZero();
    assertThat(http(guards, "b").whole().requestNanos()).isEqualTo(2 * SECOND);
  }

  @Test
  void inDryRunTheBreakerRunsItsCourseAndCallsGoOn() {
    Guards guards =
        guards(rules("r", Map.of("circuit-breaker.minimum-calls", "1", "mode", "dry-run")));
    GuardSet set = http(guards, "a").whole();
    fail(set, 1);
    Permit permit = set.acquire(GuardedCall.UNKNOWN, now).permit();
    assertThat(permit.wouldRefuse().rule()).isEqualTo("r");
    assertThat(guards.breakers().get(0).status()).isEqualTo(BreakerStatus.OPEN);
    permit.end(Outcome.SUCCESS, now, now);
    now += 7 * SECOND;
    for (int i = 0; i < 5; i++) {
      set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.SUCCESS, now, now);
    }
    assertThat(guards.breakers().get(0).status()).isEqualTo(BreakerStatus.CLOSED);
    assertThat(guards.decisions())
        .extracting(DecisionCount::toString)
        .containsExactlyInAnyOrder("r circuit-breaker pass 6", "r circuit-breaker would_reject 1");
  }

  @Test
  void inDryRunTimeoutsAreMeasuredAndNotApplied() {
    Guards guards = guards(rules("r", Map.of("timeout.request", "2s", "mode", "dry-run")));
    GuardSet set = http(guards, "a").whole();
    assertThat(set.requestNanos()).isZero();
    for (long took : new long[] {SECOND, 2 * SECOND - 1, 2 * SECOND, 3 * SECOND}) {
      set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.SUCCESS, now, now + took);
    }
    assertThat(guards.decisions())
        .extracting(DecisionCount::toString)
        .containsExactlyInAnyOrder("r timeout pass 2", "r timeout would_reject 2");
  }

  @Test
  void newRulesApplyToPeersThatAreKnownAlready() {
    Guards guards = guards(GuardRules.NONE);
    PeerGuards peer = http(guards, "a");
    assertThat(peer.whole().requestNanos()).isZero();
    guards.replace(rules("r", Map.of("timeout.request", "2s")));
    assertThat(peer.whole().requestNanos()).isEqualTo(2 * SECOND);
    guards.replace(GuardRules.NONE);
    assertThat(peer.whole()).isSameAs(GuardSet.NONE);
  }

  /** Sermant removed the breaker with every edit, and its state with it. */
  @Test
  void aBreakersStateSurvivesAnEditOfOtherThings() {
    Guards guards = guards(rules("r", Map.of("circuit-breaker.minimum-calls", "2")));
    PeerGuards peer = http(guards, "a");
    fail(peer.whole(), 1);
    Permit underWay = peer.whole().acquire(GuardedCall.UNKNOWN, now).permit();
    guards.replace(
        rules(
            "new", Map.of("match", "host:a", "timeout.request", "1s"),
            "r", Map.of("circuit-breaker.minimum-calls", "2", "circuit-breaker.wait-open", "1s")));
    GuardSet renewed = peer.whole();
    assertThat(renewed.requestNanos()).isEqualTo(SECOND);
    underWay.end(Outcome.FAILURE, now, now);
    assertThat(refuses(renewed)).isTrue();
    guards.replace(rules("r", Map.of("circuit-breaker.minimum-calls", "2", "mode", "dry-run")));
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, now).permit().wouldRefuse())
        .as("the mode is no part of the state")
        .isNotNull();
    guards.replace(rules("r", Map.of("circuit-breaker.minimum-calls", "3")));
    assertThat(refuses(peer.whole())).as("another window is another breaker").isFalse();
  }

  @Test
  void anEditOfAnotherRuleKeepsConditionalBreakers() {
    Map<String, String> writes =
        Map.of("match", "method:POST", "circuit-breaker.minimum-calls", "1");
    Guards guards = guards(rules("writes", writes));
    PeerGuards peer = http(guards, "a");
    fail(peer.select("POST", "/"), 1);
    for (int i = 0; i < 3; i++) {
      guards.replace(rules("x", Map.of("timeout.request", i + 1 + "s"), "writes", writes));
      peer.select("GET", "/");
    }
    assertThat(guards.breakers())
        .extracting(BreakerReading::status)
        .as("it has not been asked for since")
        .containsExactly(BreakerStatus.OPEN);
    assertThat(refuses(peer.select("POST", "/"))).isTrue();
  }

  @Test
  void theOverflowPeerHasTimeoutsButNoBreaker() {
    Guards guards =
        guards(rules("r", Map.of("circuit-breaker.minimum-calls", "1", "timeout.request", "2s")));
    GuardSet set = guards.overflow(CallKind.HTTP_CLIENT).whole();
    assertThat(set.requestNanos()).isEqualTo(2 * SECOND);
    assertThat(set.admitsAll()).isTrue();
  }

  @Test
  void moreCombinationsThanAreKeptStillWork() {
    Object[] many = new Object[2 * 12];
    for (int i = 0; i < 12; i++) {
      many[2 * i] = "r" + i;
      many[2 * i + 1] =
          Map.of("match", "path:/**" + (char) ('a' + i) + "**", "timeout.request", i + 1 + "s");
    }
    PeerGuards peer = http(guards(rules(many)), "a");
    for (int mask = 1; mask < 1 << 12; mask += 3) {
      StringBuilder path = new StringBuilder("/");
      for (int i = 0; i < 12; i++) {
        path.append((mask & 1 << i) != 0 ? String.valueOf((char) ('a' + i)) : "-");
      }
      assertThat(peer.select("GET", path.toString()).requestNanos())
          .isEqualTo((Integer.numberOfTrailingZeros(mask) + 1) * SECOND);
    }
  }

  @Test
  void whatCountsAsFailureComesFromTheBreakersRule() {
    Guards guards = guards(rules("r", Map.of("circuit-breaker.failure-status", "404")));
    assertThat(http(guards, "a").whole().outcome(404, null)).isEqualTo(Outcome.FAILURE);
    assertThat(http(guards, "a").whole().outcome(500, null)).isEqualTo(Outcome.SUCCESS);
    assertThat(GuardSet.NONE.outcome(500, null)).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void theEffectiveTimeoutIsTheShorterOfRuleAndDeadline() {
    assertThat(List.of(0L, 5L * MS))
        .allMatch(rule -> Timeouts.effective(rule, Timeouts.NO_DEADLINE) == rule);
    assertThat(Timeouts.effective(0, 3 * MS)).isEqualTo(3 * MS);
    assertThat(Timeouts.effective(5 * MS, 3 * MS)).isEqualTo(3 * MS);
    assertThat(Timeouts.effective(2 * MS, 3 * MS)).isEqualTo(2 * MS);
    assertThat(Timeouts.effective(2 * MS, 0)).isEqualTo(1);
    assertThat(Timeouts.effective(0, -5)).isEqualTo(1);
  }
}
