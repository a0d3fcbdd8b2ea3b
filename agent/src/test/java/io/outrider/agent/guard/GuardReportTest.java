// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of refusals: while running, and at the end. */
class GuardReportTest {
  private final List<String> said = new ArrayList<>();
  private long now = Long.MAX_VALUE - 100 * SECOND;

  private Guards guards(GuardRules rules) {
    return new Guards(rules, GuardTelemetry.NONE, said::add, () -> now);
  }

  private static GuardRules rules(String... modes) {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    for (int i = 0; i < modes.length; i += 2) {
      named.put(
          modes[i],
          Map.of(
              "match",
              "host:" + modes[i],
              "mode",
              modes[i + 1],
              "timeout.request",
              "2s",
              "circuit-breaker.minimum-calls",
              "1"));
    }
    GuardRules rules = GuardRules.parse(named, Map.of());
    assertThat(rules.problems()).isEmpty();
    return rules;
  }

  private void call(Guards guards, String host, int times) {
    GuardSet set = guards.forPeer(CallKind.HTTP_CLIENT, host, 80, null, null).whole();
    for (int i = 0; i < times; i++) {
      Permit permit = set.acquire(GuardedCall.UNKNOWN, now).permit();
      if (permit != null) {
        permit.end(Outcome.FAILURE, now, now);
      }
    }
  }

  @Test
  void theFirstRefusalOfARuleIsALineAndThenThereIsOneAMinute() {
    Guards guards = guards(rules("a", "enforce"));
    call(guards, "a", 1);
    said.clear();
    call(guards, "a", 3);
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("Rule a has refused a call to a:80 by its circuit-breaker: ")
        .endsWith("; to turn it off: outrider.rules.a.mode=off");
    now += 59 * SECOND;
    GuardSet set = guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null).whole();
    now -= 59 * SECOND;
    for (int i = 0; i < 5; i++) {
      set.acquire(GuardedCall.UNKNOWN, now);
    }
    assertThat(said).hasSize(1);
    guards.log().refused("a", GuardKind.BULKHEAD, "a:80", "it is full");
    now += 61 * SECOND;
    guards.log().refused("a", GuardKind.BULKHEAD, "b:80", "it is full");
    assertThat(said).hasSize(2);
    assertThat(said.get(1))
        .startsWith("Rule a has refused 9 calls, the last one to b:80 by its bulkhead: it is full");
  }

  @Test
  void aRuleInDryRunIsALineAnHour() {
    Guards guards = guards(rules("a", "dry-run"));
    guards.log().wouldRefuse("a", GuardKind.BULKHEAD, "a:80", "it is full");
    guards.log().wouldRefuse("a", GuardKind.BULKHEAD, "a:80", "it is full");
    now += 3_601 * SECOND;
    guards.log().wouldRefuse("a", GuardKind.BULKHEAD, "a:80", "it is full");
    assertThat(said)
        .containsExactly(
            "Rule a, in dry-run, would have refused a call to a:80 by its bulkhead: it is full;"
                + " to let it: outrider.rules.a.mode=enforce",
            "Rule a, in dry-run, would have refused 2 calls, the last one to a:80 by its"
                + " bulkhead: it is full; to let it: outrider.rules.a.mode=enforce");
  }

  @Test
  void aReportTellsWhatDryRunHasSpared() {
    Guards guards = guards(rules("a", "dry-run", "b", "enforce", "c", "dry-run"));
    call(guards, "a", 4);
    call(guards, "b", 3);
    guards
        .forPeer(CallKind.HTTP_CLIENT, "c", 80, null, null)
        .whole()
        .acquire(GuardedCall.UNKNOWN, now)
        .permit()
        .end(Outcome.SUCCESS, now, now);
    GuardReport report = guards.report();
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "Rule a, in dry-run: its circuit-breaker would have refused 3 of 4 calls, first 2")
        .contains("most of them to a:80")
        .endsWith("; to let it: outrider.rules.a.mode=enforce");
    assertThat(report.notes())
        .contains("Rule c, in dry-run: its circuit-breaker would have refused none of 1 calls");
    assertThat(report.table())
        .contains("rule  mode     guard            passed  refused  would refuse  errors  first")
        .containsPattern("a     dry-run  circuit-breaker +1 +0 +3 +0  2.*Z  2.*Z  a:80\n")
        .containsPattern("b     enforce  circuit-breaker +1 +2 +0 +0  2.*Z  2.*Z  b:80\n");
  }

  @Test
  void theAgentsOwnRuleCountsAndIsQuiet() {
    Guards guards = guards(GuardRules.builtIn());
    call(guards, "x", 30);
    assertThat(said).isEmpty();
    assertThat(guards.decisions())
        .anySatisfy(
            count -> {
              assertThat(count.rule()).isEqualTo("built-in");
              assertThat(count.decision()).isEqualTo(Decision.WOULD_REJECT);
              assertThat(count.count()).isEqualTo(10);
            });
    assertThat(guards.report().warnings()).isEmpty();
    assertThat(guards.report().notes()).anyMatch(note -> note.contains("10 of 30 calls"));
    GuardSet set = guards.forPeer(CallKind.JDBC, "db", 5432, null, "x").whole();
    set.acquire(GuardedCall.UNKNOWN, now).permit().end(Outcome.SUCCESS, now, now + 31 * SECOND);
    assertThat(guards.decisions())
        .anyMatch(
            count ->
                count.guard() == GuardKind.TIMEOUT && count.decision() == Decision.WOULD_REJECT);
    assertThat(set.queryNanos()).as("nothing is set").isZero();
    guards.replace(rules("x", "enforce"));
    assertThat(guards.forPeer(CallKind.HTTP_CLIENT, "y", 80, null, null).whole())
        .isSameAs(GuardSet.NONE);
    guards.replace(GuardRules.builtIn());
    assertThat(guards.forPeer(CallKind.HTTP_CLIENT, "y", 80, null, null).whole().admitsAll())
        .isFalse();
  }

  @Test
  void nobodyElsesRuleIsCalledLikeTheAgentsOwn() {
    GuardRules rules =
        GuardRules.parse(Map.of("built-in", Map.of("timeout.request", "1s")), Map.of());
    assertThat(rules.problems()).singleElement().asString().contains("the name is taken");
  }

  @Test
  void aTimeoutInForceCountsTheCallsThatItHasCutOff() {
    Guards guards = guards(rules("a", "enforce"));
    GuardSet set = guards.forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null).whole();
    assertThat(set.cutOff(2 * SECOND - 1, new SocketTimeoutException())).isNull();
    assertThat(set.cutOff(2 * SECOND, new SocketTimeoutException())).isEqualTo("a");
    assertThat(guards.decisions()).singleElement().hasToString("a timeout reject 1");
    assertThat(said).singleElement().asString().contains("by its timeout: it took longer than 2s");
    GuardSet other =
        guards(rules("a", "dry-run")).forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null).whole();
    assertThat(other.cutOff(3 * SECOND, new SocketTimeoutException())).isNull();
    assertThat(GuardSet.NONE.cutOff(3 * SECOND, new SocketTimeoutException())).isNull();
  }

  @Test
  void aConnectionThatTookTooLongIsOneToo() {
    GuardRules rules =
        GuardRules.parse(
            Map.of("a", Map.of("timeout.connect", "100ms", "timeout.request", "9s")), Map.of());
    GuardSet set = guards(rules).forPeer(CallKind.HTTP_CLIENT, "a", 80, null, null).whole();
    assertThat(set.cutOff(SECOND, new SocketTimeoutException("Connect timed out"))).isEqualTo("a");
    assertThat(set.cutOff(SECOND, new SocketTimeoutException("Read timed out"))).isNull();
    assertThat(set.cutOff(SECOND / 20, new SocketTimeoutException("Connect timed out"))).isNull();
  }
}
