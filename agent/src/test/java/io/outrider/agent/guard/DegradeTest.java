// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DegradeTest {
  private static final long SECOND = 1_000_000_000L;

  private double cpu;
  private double heap;
  private long now = Long.MAX_VALUE - 10;
  private long measured;
  private final SystemLoad load = new SystemLoad(n -> cpu, n -> heap);

  {
    load.sample(measured);
  }

  private Guards guards;

  private static GuardRules rules(String... suffixesAndValues) {
    Map<String, String> rule = new HashMap<>();
    for (int i = 0; i < suffixesAndValues.length; i += 2) {
      rule.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("menu", rule), Map.of());
  }

  private static String problem(String... suffixesAndValues) {
    GuardRules rules = rules(suffixesAndValues);
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.problems()).hasSize(1);
    return rules.problems().get(0);
  }

  private GuardSet set(String... suffixesAndValues) {
    GuardRules rules = rules(suffixesAndValues);
    assertThat(rules.problems()).isEmpty();
    if (guards == null) {
      guards = new Guards(rules, line -> {}, () -> now, load);
    } else {
      guards.replace(rules);
    }
    return guards.forPeer(CallKind.HTTP_SERVER, null, 0, null, null).whole();
  }

  private void load(double ofCpu, double ofHeap) {
    cpu = ofCpu;
    heap = ofHeap;
    load.sample(measured += 3_600 * SECOND);
  }

  private Refusal refusal(GuardSet set, Criticality level) {
    Admission admission = set.acquire(ShedTest.call(level), now);
    if (admission.permit() != null) {
      admission.permit().end(Outcome.SUCCESS, now, now);
    }
    return admission.refusal();
  }

  private boolean refuses(GuardSet set) {
    return refusal(set, Criticality.CRITICAL) != null;
  }

  @Test
  void byHandItIsOffUntilTheRuleSaysOtherwise() {
    assertThat(refuses(set("degrade.when", "always"))).isTrue();
    assertThat(refuses(set("degrade.when", "always", "mode", "off"))).isFalse();
    assertThat(refuses(set("degrade.when", "always", "mode", "dry-run"))).isFalse();
    assertThat(refuses(set("degrade.when", "always"))).isTrue();
  }

  @Test
  void onlyWhatMattersLessIsSwitchedOff() {
    GuardSet set = set("degrade.when", "always", "degrade.below", "critical");
    assertThat(refusal(set, Criticality.CRITICAL_PLUS)).isNull();
    assertThat(refusal(set, Criticality.CRITICAL)).isNull();
    assertThat(refusal(set, Criticality.SHEDDABLE_PLUS)).isNotNull();
    assertThat(refusal(set, Criticality.SHEDDABLE)).isNotNull();
    GuardSet none = set("degrade.when", "always", "degrade.below", "sheddable");
    assertThat(refusal(none, Criticality.SHEDDABLE)).isNull();
  }

  @Test
  void anyOfSeveralConditionsIsEnough() {
    GuardSet set = set("degrade.when", "cpu > 85%, heap > 90%");
    assertThat(refuses(set)).isFalse();
    load(0.85, 0.9);
    assertThat(refuses(set)).isFalse();
    load(0.86, 0);
    assertThat(refuses(set)).isTrue();
    load(0, 0.91);
    assertThat(refuses(set)).isTrue();
    load(0.8, 0);
    assertThat(refuses(set)).as("the cpu fell below before").isFalse();
  }

  @Test
  void itDoesNotFlapAndEndsAfterAFewSeconds() {
    GuardSet set = set("degrade.when", "cpu > 80%");
    load(0.81, 0);
    assertThat(refuses(set)).isTrue();
    load(0.75, 0);
    assertThat(refuses(set)).isTrue();
    now += 5 * SECOND;
    assertThat(refuses(set)).isFalse();
  }

  @Test
  void requestsUnderWayAreCountedExactly() {
    GuardSet set = set("degrade.when", "in-flight > 10");
    List<Permit> held = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      held.add(set.acquire(GuardedCall.UNKNOWN, now).permit());
    }
    assertThat(held).doesNotContainNull();
    assertThat(refuses(set)).isTrue();
    assertThat(refuses(set)).as("what was refused is not under way").isTrue();
    held.remove(0).end(Outcome.FAILURE, now, now);
    assertThat(refuses(set)).as("10 with this one").isTrue();
    held.remove(0).end(Outcome.UNUSED, now, now);
    assertThat(refuses(set)).as("9 with this one").isTrue();
    held.remove(0).end(Outcome.IGNORED, now, now);
    assertThat(refuses(set)).as("below nine tenths").isFalse();
    held.forEach(permit -> permit.end(Outcome.SUCCESS, now, now));
    Degrade degrade = new Degrade("r", "p", settings("in-flight > 0"), load);
    Permit first = degrade.acquire(GuardedCall.UNKNOWN, now).permit();
    assertThat(first).as("none is allowed").isNull();
    assertThat(degrade.inFlight()).isZero();
  }

  private static DegradeSettings settings(String when) {
    Rule rule = rules("degrade.when", when).rules().get(0);
    return (DegradeSettings) rule.settings(GuardKind.DEGRADE, CallKind.HTTP_SERVER);
  }

  @Test
  void anEditKeepsWhatIsUnderWayAndWhatIsSwitchedOff() {
    GuardSet set = set("degrade.when", "in-flight > 1");
    Permit held = set.acquire(GuardedCall.UNKNOWN, now).permit();
    assertThat(refuses(set)).isTrue();
    GuardSet edited = set("degrade.when", "in-flight > 1", "degrade.status", "500");
    assertThat(refusal(edited, Criticality.CRITICAL).status()).isEqualTo(500);
    GuardSet other = set("degrade.when", "in-flight > 2");
    assertThat(refuses(other)).isFalse();
    Permit second = other.acquire(GuardedCall.UNKNOWN, now).permit();
    assertThat(refuses(other)).isTrue();
    held.end(Outcome.SUCCESS, now, now);
    second.end(Outcome.SUCCESS, now, now);
    assertThat(refuses(other)).isFalse();
  }

  @Test
  void settingsAreEqualWhenAllOfThemAre() {
    DegradeSettings settings = settings("cpu > 80%");
    assertThat(settings)
        .isEqualTo(settings("cpu > 80.0%"))
        .hasSameHashCodeAs(settings("cpu > 80.0%"))
        .isNotEqualTo(settings("cpu > 81%"))
        .isNotEqualTo(settings("heap > 80%"))
        .isNotEqualTo(settings("cpu > 80%, always"));
    assertThat(settings.stateful()).isTrue();
    assertThat(settings.appliesTo(CallKind.HTTP_SERVER)).isTrue();
    assertThat(settings.appliesTo(CallKind.JDBC)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "cpu>0%",
        "cpu > 100%",
        "heap > 12.5 %",
        "in-flight > 0",
        "in-flight > 1000000"
      })
  void conditionsMayBe(String text) {
    assertThat(DegradeCondition.parse(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "never",
        "cpu",
        "cpu > 85",
        "cpu < 85%",
        "cpu > 101%",
        "cpu > -1%",
        "cpu > %",
        "cpu > .%",
        "cpu >= 85%",
        "in-flight > 1.5",
        "in-flight > 10%",
        "in-flight > 1000001",
        "in-flight >",
        "disk > 10%",
        "> 10%",
        "cpu > 1e1%",
        "cpu > NaN%",
        "always > 3"
      })
  void conditionsMayNotBe(String text) {
    assertThat(DegradeCondition.parse(text)).isNull();
    assertThat(problem("degrade.when", text))
        .contains("outrider.rules.menu.degrade.when=" + text, "in-flight > 200");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(problem("degrade.status", "503")).contains("degrade.when is missing", "cpu > 85%");
    assertThat(problem("degrade.when", "always", "degrade.below", "high"))
        .contains("degrade.below=high", "critical-plus");
    assertThat(problem("degrade.when", "always", "degrade.status", "199")).contains("200 to 599");
    assertThat(problem("degrade.when", "always", "match", "client:http"))
        .contains("requests and messages coming in", "client:http");
    assertThat(problem("degrade.when", "always", "degrade.status", "204", "degrade.body", "x"))
        .contains("degrade.body=x", "status 204 has no body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-A|Name=value",
        "=b|Name=value",
        "X A=b|Name=value",
        "X-A:b=c|Name=value",
        "X-A=b,,X-B=c|no empty place",
        "Content-Length=3|for the server to say",
        "transfer-encoding=chunked|for the server to say",
        "X-A=b, x-a=c|twice",
        "X-A=b\u00e4|printable ASCII"
      })
  void headersThatWouldBreakTheAnswerAreRefused(String headers, String message) {
    assertThat(problem("degrade.when", "always", "degrade.headers", headers)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-A=b\r\nSet-Cookie: c=d", "X-A=b\nc", "X-A=b\0c", "X-\nA=b"})
  void noLineEndGetsIntoAHeader(String headers) {
    assertThat(problem("degrade.when", "always", "degrade.headers", headers))
        .contains("degrade.headers");
  }

  private Answer answer(String... more) {
    List<String> values = new ArrayList<>(List.of("degrade.when", "always"));
    values.addAll(Arrays.asList(more));
    Refusal refusal = refusal(set(values.toArray(new String[0])), Criticality.CRITICAL);
    return Answer.refusing(refusal, now);
  }

  private static String body(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(Answer answer) {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < answer.headers().length; i += 2) {
      assertThat(headers.put(answer.headers()[i], answer.headers()[i + 1])).isNull();
    }
    return headers;
  }

  @Test
  void withoutABodyAnErrorTellsWhichRuleItWas() {
    Answer answer = answer();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(body(answer))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                + "\"guard\":\"degrade\",\"rule\":\"menu\"}");
    assertThat(headers(answer))
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store")
        .containsKey("Retry-After");
    assertThat(body(answer("degrade.status", "410")))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"status\":410,\"guard\":\"degrade\",\"rule\":\"menu\"}");
  }

  @Test
  void theAnswerIsWhatTheRuleSays() {
    Answer answer =
        answer(
            "degrade.status", "200",
            "degrade.headers", "X-Degraded=yes, cache-control=max-age=5",
            "degrade.body", "{\"items\":[], \"note\":\"sp\u00e4ter\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(body(answer)).isEqualTo("{\"items\":[], \"note\":\"sp\u00e4ter\"}");
    assertThat(headers(answer))
        .containsOnly(
            Map.entry("X-Degraded", "yes"),
            Map.entry("cache-control", "max-age=5"),
            Map.entry("Content-Type", "application/json"));
  }

  @ParameterizedTest
  @CsvSource({
    "<p>, text/html;charset=utf-8",
    "later, text/plain;charset=utf-8",
    "[1], application/json"
  })
  void theTypeOfTheBodyIsGuessedUnlessItIsSaid(String body, String type) {
    assertThat(headers(answer("degrade.body", body))).containsEntry("Content-Type", type);
    assertThat(headers(answer("degrade.body", body, "degrade.headers", "Content-Type=a/b")))
        .containsEntry("Content-Type", "a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"204", "205", "304", "200", "302"})
  void anAnswerWithoutABodyHasNoType(String status) {
    Answer answer = answer("degrade.status", status, "degrade.headers", "Location=/sorry");
    assertThat(answer.body()).isEmpty();
    assertThat(headers(answer)).doesNotContainKeys("Content-Type", "Retry-After");
  }
}
