// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineGuardTest {
  private static final long MS = 1_000_000L;

  private long now;

  private static final class Request implements GuardedCall {
    final Map<String, String> headers = new HashMap<>();
    Deadline deadline;

    Request with(String header, String value) {
      headers.put(header, value);
      return this;
    }

    @Override
    public String header(String name) {
      return headers.get(name);
    }

    @Override
    public Deadline deadline() {
      return deadline;
    }
  }

  private static GuardRules rules(String... values) {
    Map<String, String> rule = new LinkedHashMap<>();
    rule.put("match", "server:http");
    for (int i = 0; i < values.length; i += 2) {
      rule.put(values[i], values[i + 1]);
    }
    return GuardRules.parse(Collections.singletonMap("edge", rule), Collections.emptyMap());
  }

  private Guards guards(String... values) {
    GuardRules rules = rules(values);
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, null, line -> {}, () -> now);
  }

  private static GuardSet set(Guards guards) {
    return guards.forPeer(CallKind.HTTP_SERVER, null, 0, null, null).whole();
  }

  @Test
  void theLeastOfRuleAndCallerCounts() {
    GuardSet set = set(guards("deadline.request", "2s"));
    Request request = new Request();
    assertThat(set.deadline(request, null, 0).remainingNanos(0)).isEqualTo(2_000 * MS);
    request.with("grpc-timeout", "1500m");
    assertThat(set.deadline(request, null, 0).remainingNanos(0)).isEqualTo(1_500 * MS);
    request.with("x-envoy-expected-rq-timeout-ms", "700");
    assertThat(set.deadline(request, null, 0).remainingNanos(0)).isEqualTo(700 * MS);
    request.with("x-envoy-expected-rq-timeout-ms", "70000");
    assertThat(set.deadline(request, null, 0).remainingNanos(0)).isEqualTo(1_500 * MS);
  }

  @Test
  void withoutAnyLimitThereIsNoDeadline() {
    GuardSet set = set(guards("deadline.margin", "1ms"));
    assertThat(set.deadline(new Request(), null, 0)).isNull();
    assertThat(set.acquire(new Request(), 0).refusal()).isNull();
  }

  @Test
  void itExpiresOnAClockThatMayBeNegativeOrAboutToWrap() {
    GuardSet set = set(guards("deadline.request", "1s"));
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long start =
          i == 0 ? Long.MAX_VALUE : i == 1 ? Long.MIN_VALUE : i == 2 ? -1 : random.nextLong();
      Request request = new Request();
      if (i % 2 == 0) {
        request.with("x-envoy-expected-rq-timeout-ms", Long.toString(Long.MAX_VALUE));
      }
      request.deadline = set.deadline(request, null, start);
      now = start + 999 * MS;
      assertThat(request.deadline.remainingNanos(now)).isEqualTo(MS);
      assertThat(request.deadline.remainingForCallNanos(now)).isEqualTo(-4 * MS);
      assertThat(set.acquire(request, start).refusal()).isNull();
      now = start + 1_000 * MS;
      Refusal refusal = set.acquire(request, start).refusal();
      assertThat(refusal.status()).isEqualTo(504);
      assertThat(refusal.retryAfterNanos(now)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5"})
  void whatHasExpiredOnArrivalIsRefused(String millis) {
    Guards guards = guards("deadline.header", "X-Left");
    Request request = new Request().with("X-Left", millis);
    request.deadline = set(guards).deadline(request, null, now);
    Refusal refusal = set(guards).acquire(request, now).refusal();
    assertThat(refusal.guard()).isEqualTo(GuardKind.DEADLINE);
    assertThat(Answer.refusing(refusal, now).headers()).doesNotContain("Retry-After");
    assertThat(refusal.message(1)).doesNotContain("next try").contains("outrider.rules.edge.mode");
    assertThat(guards.decisions()).anyMatch(d -> d.toString().equals("edge deadline reject 1"));
  }

  @Test
  void inDryRunItOnlyCounts() {
    Guards guards = guards("deadline.request", "1s", "mode", "dry-run");
    Request request = new Request();
    request.deadline = set(guards).deadline(request, null, 0);
    assertThat(request.deadline.enforced()).isFalse();
    now = 3_000 * MS;
    Admission admission = set(guards).acquire(request, 0);
    assertThat(admission.permit().wouldRefuse().rule()).isEqualTo("edge");
    assertThat(request.deadline.refuseCall("db", now)).isNotNull();
    assertThat(request.deadline.refuseRequest("http", now)).isNull();
    assertThat(guards.decisions())
        .anyMatch(d -> d.decision() == Decision.WOULD_REJECT && d.count() >= 1)
        .noneMatch(d -> d.decision() == Decision.REJECT);
  }

  @Test
  void whatBindsGoesBeforeWhatIsOnlyCounted() {
    Request request = new Request();
    Deadline binding = set(guards("deadline.request", "5s")).deadline(request, null, 0);
    GuardSet dry = set(guards("deadline.request", "1s", "mode", "dry-run"));
    Deadline counted = dry.deadline(request, null, 0);
    assertThat(dry.deadline(request, binding, 0)).isSameAs(binding);
    GuardSet shorter = set(guards("deadline.request", "3s"));
    assertThat(shorter.deadline(request, counted, 0).enforced()).isTrue();
    assertThat(shorter.deadline(request, binding, 0).remainingNanos(0)).isEqualTo(3_000 * MS);
    assertThat(set(guards("deadline.request", "9s")).deadline(request, binding, 0))
        .isSameAs(binding);
  }

  @ParameterizedTest
  @CsvSource({
    "deadline.header,two words,name of a header",
    "deadline.header,grpc-timeout,always understood",
    "deadline.margin,5,write 5ms",
    "deadline.margin,11s,up to 10s",
    "deadline.request,2,write 2ms"
  })
  void mistakesAreExplained(String key, String value, String said) {
    assertThat(rules(key, value).problems())
        .singleElement()
        .asString()
        .contains(key)
        .contains(said);
  }

  @Test
  void theUsualMarginGivesWayToAShortDeadline() {
    GuardSet set = set(guards("deadline.request", "3ms"));
    Deadline deadline = set.deadline(new Request(), null, 0);
    assertThat(deadline.remainingForCallNanos(0)).isEqualTo(3 * MS);
    assertThat(rules("deadline.request", "3ms", "deadline.margin", "3ms").problems())
        .singleElement()
        .asString()
        .contains("deadline.margin=3ms", "make it shorter");
  }

  @Test
  void noMarginIsAMargin() {
    GuardSet set = set(guards("deadline.request", "1s", "deadline.margin", "0ms"));
    Deadline deadline = set.deadline(new Request(), null, 0);
    assertThat(deadline.remainingForCallNanos(0)).isEqualTo(1_000 * MS);
  }

  @Test
  void aRuleForCallsHasNoDeadline() {
    Map<String, String> rule = new LinkedHashMap<>();
    rule.put("match", "client:http");
    rule.put("deadline.request", "1s");
    assertThat(
            GuardRules.parse(Collections.singletonMap("x", rule), Collections.emptyMap())
                .problems())
        .singleElement()
        .asString()
        .contains("requests coming in");
  }

  @Test
  void aDeadlineInDryRunMakesNoOtherRuleRefuse() {
    Request request = new Request();
    GuardSet counting = set(guards("deadline.request", "1s", "mode", "dry-run"));
    request.deadline = counting.deadline(request, null, 0);
    now = 2_000 * MS;
    GuardSet enforcing = set(guards("deadline.margin", "1ms"));
    assertThat(enforcing.deadline(request, request.deadline, 0)).isSameAs(request.deadline);
    assertThat(enforcing.acquire(request, now).refusal()).isNull();
    assertThat(counting.acquire(request, now).permit().wouldRefuse()).isNotNull();
  }
}
