// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardRulesTest {
  static GuardRules rules(Map<String, Map<String, String>> named) {
    return GuardRules.parse(named, Map.of());
  }

  private static GuardRules one(String... suffixesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      values.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return rules(Map.of("inventory", values));
  }

  private static String problem(String... suffixesAndValues) {
    GuardRules rules = one(suffixesAndValues);
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.problems()).hasSize(1);
    return rules.problems().get(0);
  }

  private static BreakerSettings breaker(GuardRules rules) {
    assertThat(rules.problems()).isEmpty();
    Rule rule = rules.rules().get(0);
    return (BreakerSettings) rule.settings(GuardKind.CIRCUIT_BREAKER, CallKind.HTTP_CLIENT);
  }

  @Test
  void readsEveryValueOfACircuitBreaker() {
    BreakerSettings read =
        breaker(
            one(
                "match", "client:http,host:inventory.*",
                "timeout.connect", "300ms",
                "timeout.request", "2s",
                "circuit-breaker.window", "1900ms",
                "circuit-breaker.failure-rate", "12.5%",
                "circuit-breaker.slow-call", "1s",
                "circuit-breaker.slow-call-rate", "80",
                "circuit-breaker.minimum-calls", "7",
                "circuit-breaker.wait-open", "3s",
                "circuit-breaker.wait-open-max", "2m",
                "circuit-breaker.half-open-calls", "4",
                "circuit-breaker.failure-status", "500-599, 429",
                "circuit-breaker.ignore-exceptions", "a.B, c.D",
                "mode", "dry-run"));
    assertThat(read.windowNanos).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_900));
    assertThat(read.windowCalls).isZero();
    assertThat(read.failureRate).isEqualTo(1_250);
    assertThat(read.slowCallNanos).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(read.slowCallRate).isEqualTo(8_000);
    assertThat(read.minimumCalls).isEqualTo(7);
    assertThat(read.waitOpenNanos).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    assertThat(read.waitOpenMaxNanos).isEqualTo(TimeUnit.MINUTES.toNanos(2));
    assertThat(read.halfOpenCalls).isEqualTo(4);
    assertThat(read.leaseNanos).as("the call's timeout").isEqualTo(TimeUnit.SECONDS.toNanos(2));
    assertThat(read.failures.outcome(CallKind.HTTP_CLIENT, 429, null)).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void whatIsNotSaidHasTheDefaultOfTheReference() {
    BreakerSettings read = breaker(one("circuit-breaker.failure-rate", "50"));
    assertThat(read).isEqualTo(new BreakerSettings.Builder().build());
    BreakerSettings written =
        breaker(
            one(
                RuleSuffix.all().stream()
                    .filter(suffix -> suffix.name().startsWith("circuit-breaker."))
                    .filter(suffix -> !suffix.defaultValue().isEmpty())
                    .filter(suffix -> !suffix.name().endsWith("slow-call-rate"))
                    .flatMap(suffix -> Stream.of(suffix.name(), suffix.defaultValue()))
                    .toArray(String[]::new)));
    assertThat(written).isEqualTo(read);
  }

  @Test
  void aWindowMayCountCalls() {
    BreakerSettings read = breaker(one("circuit-breaker.window", "100 calls"));
    assertThat(read.windowCalls).isEqualTo(100);
    assertThat(read.minimumCalls).isEqualTo(20);
    assertThat(breaker(one("circuit-breaker.window", "5 calls")).minimumCalls).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout.request | 300 | 300ms",
        "timeout.request | 0s | above 0",
        "timeout.request | -1s | number with a unit",
        "timeout.request | 1d | number with a unit",
        "timeout.request | 999999999999999h | number with a unit",
        "timeout.request | '' | number with a unit",
        "circuit-breaker.window | 100 | 100 calls",
        "circuit-breaker.window | 10ms | 100ms to 1h",
        "circuit-breaker.window | 0 calls | 1 to 100000",
        "circuit-breaker.window | x calls | 1 to 100000",
        "circuit-breaker.failure-rate | 0 | above 0, to 100",
        "circuit-breaker.failure-rate | 101 | above 0, to 100",
        "circuit-breaker.failure-rate | NaN | above 0, to 100",
        "circuit-breaker.failure-rate | half | above 0, to 100",
        "circuit-breaker.minimum-calls | 0 | from 1 to",
        "circuit-breaker.minimum-calls | 99999999999 | from 1 to",
        "circuit-breaker.half-open-calls | 0 | from 1 to",
        "circuit-breaker.failure-status | 5xx | 500-599,429",
        "circuit-breaker.failure-status | 599-500 | 500-599,429",
        "circuit-breaker.failure-status | 600 | 500-599,429",
        "circuit-breaker.ignore-exceptions | IOException | java.io.IOException",
        "circuit-breaker.ignore-exceptions | a.B,,c.D | no empty place",
        "mode | on | enforce, dry-run or off",
        "order | first | whole number",
        "match | client:ftp | client:http, client:jdbc, client:method, server:http",
        "match | hots:a | did you mean host?",
        "match | host | needs a value",
        "match | host:a:80 | port:8080",
        "match | host:http://a | port:8080",
        "match | port:http | 1 to 65535",
        "match | method:get | capitals",
        "match | path:orders | slash",
      })
  void aValueThatIsNotAllowedIsNamedWithItsKeyAndWhatIs(
      String suffix, String value, String allowed) {
    assertThat(problem(suffix, value))
        .startsWith("Rule inventory is not used: ")
        .contains("outrider.rules.inventory." + suffix + "=" + value, allowed);
  }

  @Test
  void anUnknownSuffixIsAnErrorWithASuggestion() {
    assertThat(problem("timeout.reqest", "2s"))
        .contains("outrider.rules.inventory.timeout.reqest", "did you mean timeout.request?");
    assertThat(problem("circuit-braker.failure-rate", "5"))
        .contains("did you mean circuit-breaker.failure-rate?");
    assertThat(problem("failure-rate", "5")).contains("did you mean circuit-breaker.failure-rate?");
    assertThat(problem("colour", "red")).doesNotContain("did you mean");
  }

  @Test
  void contradictionsAreErrorsThatSayWhatToDo() {
    assertThat(problem("timeout.connect", "3s", "timeout.request", "2s"))
        .contains("timeout.connect=3s", "longer than timeout.request=2s", "make it shorter");
    assertThat(problem("circuit-breaker.window", "10 calls", "circuit-breaker.minimum-calls", "20"))
        .contains("minimum-calls=20", "never be reached", "make it 10 or less");
    assertThat(problem("circuit-breaker.wait-open", "5m", "circuit-breaker.wait-open-max", "1m"))
        .contains("wait-open-max=1m", "shorter than", "5m");
    assertThat(problem("circuit-breaker.slow-call-rate", "80"))
        .contains("needs circuit-breaker.slow-call");
    assertThat(problem("match", "client:http", "timeout.query", "2s"))
        .contains("timeout.query=2s", "client:jdbc", "client:http");
    assertThat(problem("match", "client:jdbc", "circuit-breaker.failure-status", "500"))
        .contains("failure-status=500", "client:http");
    assertThat(problem("match", "server:http", "circuit-breaker.window", "10s"))
        .contains("calls going out");
    assertThat(problem("match", "client:jdbc,path:/a", "timeout.query", "1s"))
        .contains("client:jdbc have no path");
    assertThat(problem("match", "path:/a,route:/a", "timeout.request", "1s"))
        .contains("make two rules");
    assertThat(problem("match", "host:a")).contains("names no guard");
  }

  @Test
  void severalMistakesInOneRuleAreOneMessage() {
    assertThat(problem("timeout.request", "2", "circuit-breaker.failure-rate", "200"))
        .contains("timeout.request=2", "; also ", "failure-rate=200");
  }

  @Test
  void aBadRuleIsDroppedWholeAndTheOthersStand() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    named.put("bad", Map.of("timeout.request", "2s", "circuit-breaker.failure-rate", "x"));
    named.put("good", Map.of("timeout.request", "2s"));
    named.put("no name", Map.of("timeout.request", "2s"));
    GuardRules rules = rules(named);
    assertThat(rules.rules()).extracting(rule -> rule.name).containsExactly("good");
    assertThat(rules.problems()).hasSize(2);
  }

  @Test
  void rulesKeepTheirOrderUnlessTheySayAndTheDefaultComesLast() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    named.put("default", Map.of("timeout.request", "1s", "order", "-100"));
    named.put("late", Map.of("timeout.request", "1s", "order", "5"));
    named.put("b", Map.of("timeout.request", "1s"));
    named.put("a", Map.of("timeout.request", "1s"));
    named.put("early", Map.of("timeout.request", "1s", "order", "-5"));
    assertThat(rules(named).rules())
        .extracting(rule -> rule.name)
        .containsExactly("early", "b", "a", "late", "default");
  }

  @Test
  void valuesWithoutARulesNameMakeTheDefaultRule() {
    GuardRules rules = GuardRules.parse(Map.of(), Map.of("timeout.request", "2s"));
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.rules()).extracting(rule -> rule.name).containsExactly("default");
    GuardRules bad = GuardRules.parse(Map.of(), Map.of("timeout.request", "2"));
    assertThat(bad.problems().get(0))
        .isEqualTo(
            "Rule default is not used: outrider.timeout.request=2: allowed is a number with a unit:"
                + " 300ms, 2s, 5m or 1h, above 0 and up to 24h; write 2ms or 2s");
  }

  @Test
  void theOverallModeIsForRulesThatDoNotSay() {
    Map<String, Map<String, String>> named = new LinkedHashMap<>();
    named.put("a", Map.of("timeout.request", "1s"));
    named.put("b", Map.of("timeout.request", "1s", "mode", "enforce"));
    assertThat(GuardRules.parse(named, Map.of("mode", "dry-run")).rules())
        .extracting(rule -> rule.mode)
        .containsExactly(Mode.DRY_RUN, Mode.ENFORCE);
    GuardRules unclear = GuardRules.parse(named, Map.of("mode", "dry"));
    assertThat(unclear.rules())
        .extracting(rule -> rule.mode)
        .as("nothing is refused by mistake")
        .containsExactly(Mode.DRY_RUN, Mode.ENFORCE);
    assertThat(unclear.problems().get(0)).contains("outrider.mode=dry", "enforce, dry-run or off");
  }

  @Test
  void aHugeValueIsNotQuotedWhole() {
    assertThat(problem("timeout.request", "9".repeat(100_000)).length()).isLessThan(500);
  }

  @Test
  void aPatternTooLongToMatchInTimeIsAProblem() {
    assertThat(problem("match", "path:/*" + "a".repeat(100), "timeout.request", "2s"))
        .contains("outrider.rules.inventory.match=path:/*aaa", "more than 60 characters");
  }

  @Test
  void shorthandKeysAreKnownByTheirFirstWord() {
    assertThat(RuleSuffix.isShorthand("timeout.request")).isTrue();
    assertThat(RuleSuffix.isShorthand("timeout.reqest")).isTrue();
    assertThat(RuleSuffix.isShorthand("circuit-breaker.window")).isTrue();
    assertThat(RuleSuffix.isShorthand("mode")).isTrue();
    assertThat(RuleSuffix.isShorthand("match.host")).isFalse();
    assertThat(RuleSuffix.isShorthand("log.level")).isFalse();
    assertThat(RuleSuffix.isShorthand("order")).isFalse();
  }

  @Test
  void everySuffixOfTheTableIsReadAndExplained() {
    assertThat(RuleSuffix.all()).extracting(RuleSuffix::name).doesNotHaveDuplicates();
    assertThat(RuleSuffix.all()).allMatch(suffix -> suffix.text().endsWith("."));
  }

  @Test
  void whatIsForDatabasesAndWhatIsForRequestsAreTwoRules() {
    assertThat(problem("degrade.read-only", "true", "degrade.when", "always"))
        .contains("degrade.when=always", "degrade.read-only", "two rules");
    assertThat(one("degrade.read-only", "false", "degrade.when", "always").problems()).isEmpty();
  }
}
