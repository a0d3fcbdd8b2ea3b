// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitReaderTest {
  private static GuardRules parse(String... suffixesAndValues) {
    Map<String, String> rule = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      rule.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("api", rule), Collections.emptyMap());
  }

  private static Rule rule(String... suffixesAndValues) {
    GuardRules rules = parse(suffixesAndValues);
    assertThat(rules.problems()).isEmpty();
    return rules.rules().get(0);
  }

  private static RateLimitSettings settings(String... suffixesAndValues) {
    return (RateLimitSettings)
        rule(suffixesAndValues).settings(GuardKind.RATE_LIMIT, CallKind.HTTP_SERVER);
  }

  private static String problem(String... suffixesAndValues) {
    List<String> problems = parse(suffixesAndValues).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "500/s, 500, 1, 50",
    "1/s, 1, 1, 1",
    "9/s, 9, 1, 1",
    "100/m, 100, 60, 1",
    "6000/m, 6000, 60, 10",
    "10/h, 10, 3600, 1",
    "1000000000/s, 1000000000, 1, 100000000",
    "' 20 / s ', 20, 1, 2"
  })
  void aRateIsANumberAndAUnit(String text, long calls, long seconds, int burst) {
    RateLimitSettings settings = settings("rate-limit.rate", text);
    assertThat(settings.calls).isEqualTo(calls);
    assertThat(settings.perNanos).isEqualTo(seconds * SECOND);
    assertThat(settings.burst).as("a tenth of a second").isEqualTo(burst);
    assertThat(settings.key).isNull();
    assertThat(settings.maxWaitNanos).isZero();
    assertThat(settings.warmUpNanos).isZero();
    assertThat(settings.maxKeys).isEqualTo(10_000);
  }

  @Test
  void everythingThatCanBeSaidIsRead() {
    RateLimitSettings settings =
        settings(
            "rate-limit.rate", "5/m",
            "rate-limit.burst", "7",
            "rate-limit.key", "header:X-Api-Key",
            "rate-limit.max-keys", "99",
            "rate-limit.max-wait", "250ms",
            "rate-limit.warm-up", "30s");
    assertThat(settings.burst).isEqualTo(7);
    assertThat(settings.key).hasToString("header:x-api-key");
    assertThat(settings.maxKeys).isEqualTo(99);
    assertThat(settings.maxWaitNanos).isEqualTo(250 * MS);
    assertThat(settings.warmUpNanos).isEqualTo(30 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "/s",
        "500/",
        "5/d",
        "5/sec",
        "-5/s",
        "+5/s",
        "5.5/s",
        "5/s/s",
        "1000000001/s",
        "99999999999999999999/s",
        "٣/s"
      })
  void whatIsNoRateIsExplained(String text) {
    assertThat(problem("rate-limit.rate", text))
        .contains("outrider.rules.api.rate-limit.rate=" + text)
        .contains("500/s, 100/m or 10/h");
  }

  @Test
  void aRateNeedsAUnit() {
    assertThat(problem("rate-limit.rate", "500")).contains("write 500/s or 500/m");
  }

  @Test
  void aRateOfNothingIsSaidInAnotherWay() {
    assertThat(problem("rate-limit.rate", "0/s")).contains("degrade.when=always");
  }

  @Test
  void theOtherKeysNeedARate() {
    assertThat(problem("rate-limit.burst", "5")).contains("needs rate-limit.rate, such as 500/s");
  }

  @Test
  void aMisspeltKeyIsSuggested() {
    assertThat(problem("rate-limit.rate", "5/s", "rate-limit.bursts", "5"))
        .contains("rate-limit.bursts is not known")
        .contains("rate-limit.burst");
  }

  @Test
  void aBurstThatNobodyWouldSeeRefillIsRefused() {
    assertThat(problem("rate-limit.rate", "1/h", "rate-limit.burst", "8761"))
        .contains("more than a year");
    assertThat(settings("rate-limit.rate", "1/h", "rate-limit.burst", "8760").burst)
        .isEqualTo(8760);
    assertThat(problem("rate-limit.rate", "1/h", "rate-limit.burst", "0"))
        .contains("from 1 to 1000000000");
  }

  @Test
  void durationsNeedUnitsAndEndSomewhere() {
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.max-wait", "5"))
        .contains("write 5ms or 5s");
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.max-wait", "11m"))
        .contains("up to 10m");
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.warm-up", "61m")).contains("up to");
  }

  @Test
  void anUnknownKeyIsExplained() {
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.key", "user"))
        .contains("allowed is route, address or header:", "header:X-Api-Key");
  }

  @Test
  void maxKeysWithoutAKeyIsAMistake() {
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.max-keys", "5"))
        .contains("it needs rate-limit.key");
    assertThat(
            problem(
                "rate-limit.rate", "1/s", "rate-limit.key", "address", "rate-limit.max-keys", "0"))
        .contains("from 1 to 1000000");
  }

  @Test
  void aKeyThatSuchCallsDoNotHaveIsAMistake() {
    assertThat(
            problem("match", "client:http", "rate-limit.rate", "1/s", "rate-limit.key", "address"))
        .contains("client:http");
    assertThat(
            problem("match", "client:jdbc", "rate-limit.rate", "1/s", "rate-limit.key", "header:X"))
        .contains("client:jdbc");
  }

  @Test
  void aRuleForEveryCallLimitsOnlyThoseThatHaveItsKey() {
    Rule byAddress = rule("rate-limit.rate", "1/s", "rate-limit.key", "address");
    assertThat(byAddress.settings(GuardKind.RATE_LIMIT, CallKind.HTTP_SERVER)).isNotNull();
    assertThat(byAddress.settings(GuardKind.RATE_LIMIT, CallKind.HTTP_CLIENT)).isNull();
    Rule byHeader = rule("rate-limit.rate", "1/s", "rate-limit.key", "header:X");
    assertThat(byHeader.settings(GuardKind.RATE_LIMIT, CallKind.HTTP_CLIENT)).isNotNull();
    assertThat(byHeader.settings(GuardKind.RATE_LIMIT, CallKind.JDBC)).isNull();
    Rule plain = rule("rate-limit.rate", "1/s");
    for (CallKind kind : CallKind.values()) {
      assertThat(plain.settings(GuardKind.RATE_LIMIT, kind)).isNotNull();
    }
  }

  @Test
  void aRuleByRouteIsDecidedWhereTheRouteIsKnown() {
    Rule rule = rule("match", "server:http", "rate-limit.rate", "1/s", "rate-limit.key", "route");
    assertThat(rule.match.atRoute()).isTrue();
    assertThat(rule.match.acceptsCall("GET", "/orders/{id}/items", GuardedCall.UNKNOWN, null))
        .isTrue();
    Rule some =
        rule(
            "match",
            "server:http,route:/orders/*",
            "rate-limit.rate",
            "1/s",
            "rate-limit.key",
            "route");
    assertThat(some.match.acceptsCall("GET", "/orders/{id}", GuardedCall.UNKNOWN, null)).isTrue();
    assertThat(some.match.acceptsCall("GET", "/carts/{id}", GuardedCall.UNKNOWN, null)).isFalse();
  }

  @Test
  void aRuleByRouteSaysThatItIsForServersAndNamesNoPath() {
    assertThat(problem("rate-limit.rate", "1/s", "rate-limit.key", "route"))
        .contains("add match.server=http");
    assertThat(
            problem(
                "match",
                "server:http,path:/a/**",
                "rate-limit.rate",
                "1/s",
                "rate-limit.key",
                "route"))
        .contains("use match.route");
  }

  @Test
  void settingsAreEqualWhenAllOfThemAre() {
    RateLimitSettings base = settings("rate-limit.rate", "10/s", "rate-limit.key", "address");
    assertThat(settings("rate-limit.key", "address", "rate-limit.rate", "10/s"))
        .isEqualTo(base)
        .hasSameHashCodeAs(base);
    String[][] more = {
      {"rate-limit.burst", "9"},
      {"rate-limit.max-keys", "9"},
      {"rate-limit.max-wait", "9s"},
      {"rate-limit.warm-up", "9s"}
    };
    for (String[] one : more) {
      assertThat(settings("rate-limit.rate", "10/s", "rate-limit.key", "address", one[0], one[1]))
          .isNotEqualTo(base);
    }
    assertThat(settings("rate-limit.rate", "10/s")).isNotEqualTo(base);
    assertThat(settings("rate-limit.rate", "10/m", "rate-limit.key", "address")).isNotEqualTo(base);
  }

  @Test
  void noWaitAtAllMayBeWrittenOut() {
    assertThat(settings("rate-limit.rate", "5/s", "rate-limit.max-wait", "0ms").maxWaitNanos)
        .isZero();
    assertThat(problem("rate-limit.rate", "5/s", "rate-limit.max-wait", "0")).contains("unit");
  }
}
