// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for methods of the application's own. */
class MethodMatchTest {
  private static GuardRules rule(String... suffixesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      values.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("r", values), Map.of());
  }

  private static boolean guards(GuardRules rules, String className, String method) {
    Guards guards = new Guards(rules, GuardTelemetry.NONE, line -> {});
    return !guards.forMethod(className, method, true).whole().admitsAll();
  }

  @Test
  void aRuleNamesClassesAndMethods() {
    GuardRules rules =
        rule(
            "match",
            "client:method,class:com.acme.**.*Service,method:place*",
            "bulkhead.max-concurrent",
            "2");
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.guardMethods()).isTrue();
    assertThat(rules.guardMethodsOf("com/acme/shop/OrderService")).isTrue();
    assertThat(rules.guardMethodsOf("com/acme/shop/Orders")).isFalse();
    assertThat(guards(rules, "com/acme/OrderService", "placeOrder")).isTrue();
    assertThat(guards(rules, "com/acme/OrderService", "cancel")).isFalse();
  }

  @Test
  void withoutAMethodOnlyThosePublicAreMeant() {
    GuardRules rules = rule("match", "client:method,class:com.acme.A", "rate-limit.rate", "1/s");
    assertThat(rules.guardMethod("com/acme/A", "a", true)).isTrue();
    assertThat(rules.guardMethod("com/acme/A", "a", false)).isFalse();
  }

  @Test
  void aRuleThatDoesNotMeanMethodsGuardsNone() {
    GuardRules rules = rule("bulkhead.max-concurrent", "2");
    assertThat(rules.guardMethods()).isFalse();
    assertThat(guards(rules, "com/acme/A", "a")).isFalse();
  }

  @Test
  void aTimeoutOnlyWatchesSoItHasToBeInDryRun() {
    String match = "client:method,class:com.acme.A";
    assertThat(rule("match", match, "timeout.request", "1s").problems())
        .singleElement()
        .asString()
        .contains("cannot be stopped", "mode=dry-run");
    assertThat(rule("match", match, "timeout.request", "1s", "mode", "dry-run").problems())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client:method | needs match.class",
        "client:method,class:A | has its package before it",
        "client:method,class:com.acme.A,path:/a | have no path",
        "client:http,class:com.acme.A | add match.client=method",
        "client:metod,class:com.acme.A | client:method",
      })
  void aMistakeIsNamed(String match, String why) {
    assertThat(rule("match", match, "rate-limit.rate", "1/s").problems())
        .singleElement()
        .asString()
        .contains(why);
  }

  @Test
  void faultsHaveNoStatusAndFallbacksAreForHttp() {
    String match = "client:method,class:com.acme.A";
    assertThat(rule("match", match, "fault.status", "503").problems().get(0))
        .contains("methods have none");
    assertThat(rule("match", match, "fallback.status", "200").problems().get(0))
        .contains("client:method");
  }

  @Test
  void aChangedRuleIsInForceForMethodsThatWereAskedAboutBefore() {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {});
    PeerGuards peer = guards.forMethod("com/acme/A", "a", true);
    assertThat(peer.whole().admitsAll()).isTrue();
    guards.replace(rule("match", "client:method,class:com.acme.A", "rate-limit.rate", "1/h"));
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    assertThat(peer.whole().acquire(GuardedCall.UNKNOWN, 0).refusal()).isNotNull();
  }

  @Test
  void aRefusalSaysWhatHasNotRun() {
    GuardRules rules = rule("match", "client:method,class:com.acme.A", "rate-limit.rate", "1/h");
    PeerGuards peer =
        new Guards(rules, GuardTelemetry.NONE, line -> {}).forMethod("com/acme/A", "a", true);
    peer.whole().acquire(GuardedCall.UNKNOWN, 0);
    MethodRefusal refusal =
        new MethodRefusal(peer.whole().acquire(GuardedCall.UNKNOWN, 0).refusal(), 0);
    assertThat(refusal)
        .hasMessageContaining("Refused by Outrider, com.acme.A.a has not run:")
        .hasMessageContaining("outrider.rules.r.mode=off");
    assertThat(refusal.getStackTrace()).isEmpty();
  }
}
