// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What rules may say about bulkheads and adaptive limits, and what becomes of their state. */
class ConcurrencyRulesTest {
  private static final long MS = 1_000_000L;

  private static GuardRules parse(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return GuardRules.parse(Map.of("r", values), Map.of());
  }

  private static GuardRules rules(String... keysAndValues) {
    GuardRules rules = parse(keysAndValues);
    assertThat(rules.problems()).isEmpty();
    return rules;
  }

  private static <T> T settings(GuardKind kind, Class<T> type, String... keysAndValues) {
    return type.cast(rules(keysAndValues).rules().get(0).settings(kind, CallKind.HTTP_SERVER));
  }

  private static BulkheadSettings bulkhead(String... keysAndValues) {
    return settings(GuardKind.BULKHEAD, BulkheadSettings.class, keysAndValues);
  }

  private static ConcurrencySettings concurrency(String... keysAndValues) {
    return settings(GuardKind.CONCURRENCY, ConcurrencySettings.class, keysAndValues);
  }

  @Test
  void readsEveryValueOfABulkhead() {
    BulkheadSettings read =
        bulkhead(
            "bulkhead.max-concurrent", "50",
            "bulkhead.max-queue", "7",
            "bulkhead.max-wait", "200ms");
    assertThat(read.maxConcurrent).isEqualTo(50);
    assertThat(read.waiting).isEqualTo(new Waiting(7, 200 * MS));
  }

  @Test
  void withoutATimeNobodyWaits() {
    assertThat(bulkhead("bulkhead.max-concurrent", "50").waiting.allowed()).isFalse();
    assertThat(
            bulkhead("bulkhead.max-concurrent", "5", "bulkhead.max-wait", "0ms").waiting.allowed())
        .isFalse();
    assertThat(
            bulkhead("bulkhead.max-concurrent", "5", "bulkhead.max-wait", "1s").waiting.maxQueue(5))
        .isEqualTo(5);
  }

  @Test
  void readsEveryValueOfAnAdaptiveLimit() {
    ConcurrencySettings read =
        concurrency(
            "concurrency.limit", "gradient2",
            "concurrency.initial", "30",
            "concurrency.min", "3",
            "concurrency.max", "300",
            "concurrency.max-queue", "9",
            "concurrency.max-wait", "50ms");
    assertThat(read.algorithm).isEqualTo(AdaptiveLimit.Algorithm.GRADIENT2);
    assertThat(new int[] {read.initial, read.min, read.max}).containsExactly(30, 3, 300);
    assertThat(read.waiting).isEqualTo(new Waiting(9, 50 * MS));
  }

  @Test
  void aDefaultGivesWayToWhatIsWritten() {
    ConcurrencySettings low = concurrency("concurrency.limit", "aimd", "concurrency.max", "3");
    assertThat(new int[] {low.initial, low.min, low.max}).containsExactly(3, 3, 3);
    ConcurrencySettings high = concurrency("concurrency.limit", "aimd", "concurrency.min", "500");
    assertThat(new int[] {high.initial, high.min, high.max}).containsExactly(500, 500, 500);
    ConcurrencySettings none = concurrency("concurrency.limit", "aimd");
    assertThat(new int[] {none.initial, none.min, none.max}).containsExactly(20, 4, 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bulkhead.max-wait=1s|a bulkhead needs bulkhead.max-concurrent",
        "bulkhead.max-concurrent=0|max-concurrent=0: allowed is a whole number from 1 to 100000",
        "bulkhead.max-concurrent=many|allowed is a whole number from 1 to 100000",
        "bulkhead.max-concurrent=5 bulkhead.max-queue=-1|allowed is a whole number from 0",
        "bulkhead.max-concurrent=5 bulkhead.max-queue=3|it needs bulkhead.max-wait, such as 100ms",
        "bulkhead.max-concurrent=5 bulkhead.max-wait=100|write 100ms or 100s",
        "bulkhead.max-concurrent=5 bulkhead.max-wait=2m|above 0 and up to 1m",
        "bulkhead.max-concurent=5|bulkhead.max-concurent is not known",
        "concurrency.min=5|needs concurrency.limit, allowed is aimd or gradient2",
        "concurrency.limit=vegas|limit=vegas: allowed is aimd or gradient2",
        "concurrency.limit=aimd concurrency.min=9 concurrency.max=8|it is below concurrency.min",
        "concurrency.limit=aimd concurrency.initial=3|allowed is a whole number from 4 to 200"
      })
  void whatIsWrongIsSaidWithKeyValueAndWhatIsAllowed(String written, String said) {
    List<String> pairs = new ArrayList<>();
    for (String pair : written.split(" ")) {
      pairs.addAll(List.of(pair.split("=", 2)));
    }
    GuardRules rules = parse(pairs.toArray(new String[0]));
    assertThat(rules.isEmpty()).isTrue();
    assertThat(rules.problems()).hasSize(1);
    assertThat(rules.problems().get(0)).contains(said);
  }

  @ParameterizedTest
  @EnumSource(CallKind.class)
  void theyGuardCallsOfEveryKind(CallKind kind) {
    GuardRules rules = rules("bulkhead.max-concurrent", "5", "concurrency.limit", "aimd");
    assertThat(rules.rules().get(0).settings(GuardKind.BULKHEAD, kind)).isNotNull();
    assertThat(rules.rules().get(0).settings(GuardKind.CONCURRENCY, kind) != null)
        .as("how long work on a message takes tells nothing of a peer")
        .isEqualTo(kind != CallKind.CONSUMER);
  }

  @Test
  void settingsAreEqualByWhatTheySay() {
    assertThat(bulkhead("bulkhead.max-concurrent", "5"))
        .isEqualTo(bulkhead("bulkhead.max-concurrent", "5"))
        .hasSameHashCodeAs(bulkhead("bulkhead.max-concurrent", "5"))
        .isNotEqualTo(bulkhead("bulkhead.max-concurrent", "6"))
        .isNotEqualTo(bulkhead("bulkhead.max-concurrent", "5", "bulkhead.max-wait", "1s"));
    assertThat(concurrency("concurrency.limit", "aimd"))
        .isEqualTo(concurrency("concurrency.limit", "aimd", "concurrency.min", "4"))
        .hasSameHashCodeAs(concurrency("concurrency.limit", "aimd"))
        .isNotEqualTo(concurrency("concurrency.limit", "gradient2"))
        .isNotEqualTo(concurrency("concurrency.limit", "aimd", "concurrency.max", "40"));
  }

  private static GuardSet set(Guards guards, CallKind kind) {
    return kind.isMessaging()
        ? guards.forTopic(kind, "kafka", "h", 1, "orders").whole()
        : guards.forPeer(kind, "h", 1, null, null).whole();
  }

  private static Guards guards(GuardRules rules) {
    return new Guards(rules, GuardTelemetry.NONE, line -> {});
  }

  private static double reading(Guards guards, Gauge gauge) {
    return guards.readings().stream()
        .filter(reading -> reading.gauge() == gauge)
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void aChangedLimitKeepsThePlacesInUse() {
    // Methods have no host.
    for (CallKind kind : EnumSet.complementOf(EnumSet.of(CallKind.METHOD))) {
      Guards guards = guards(rules("match", kind.text(), "bulkhead.max-concurrent", "2"));
      Permit first = set(guards, kind).acquire(GuardedCall.UNKNOWN, 0).permit();
      set(guards, kind).acquire(GuardedCall.UNKNOWN, 0);
      guards.replace(rules("match", kind.text(), "bulkhead.max-concurrent", "3"));
      assertThat(set(guards, kind).acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
      assertThat(set(guards, kind).acquire(GuardedCall.UNKNOWN, 0).permit())
          .as(kind.text())
          .isNull();
      first.end(Outcome.SUCCESS, 0, 1);
      assertThat(reading(guards, Gauge.IN_USE)).isEqualTo(2);
      assertThat(reading(guards, Gauge.LIMIT)).isEqualTo(3);
      assertThat(reading(guards, Gauge.QUEUE)).isZero();
    }
  }

  @Test
  void changedBoundsKeepTheLimitThatWasFound() {
    Guards guards = guards(rules("concurrency.limit", "aimd", "concurrency.initial", "50"));
    set(guards, CallKind.HTTP_CLIENT);
    guards.replace(rules("concurrency.limit", "aimd", "concurrency.max", "100"));
    set(guards, CallKind.HTTP_CLIENT);
    assertThat(reading(guards, Gauge.LIMIT)).isEqualTo(50);
    guards.replace(rules("concurrency.limit", "aimd", "concurrency.max", "40"));
    set(guards, CallKind.HTTP_CLIENT);
    assertThat(reading(guards, Gauge.LIMIT)).isEqualTo(40);
    guards.replace(rules("concurrency.limit", "gradient2"));
    set(guards, CallKind.HTTP_CLIENT);
    assertThat(reading(guards, Gauge.LIMIT)).as("another algorithm begins anew").isEqualTo(20);
  }

  @Test
  void inDryRunCallsAreCountedAndGoOn() {
    Guards guards = guards(rules("bulkhead.max-concurrent", "1", "mode", "dry-run"));
    GuardSet set = set(guards, CallKind.HTTP_CLIENT);
    assertThat(set.acquire(GuardedCall.UNKNOWN, 0).permit().wouldRefuse()).isNull();
    Permit beyond = set.acquire(GuardedCall.UNKNOWN, 0).permit();
    assertThat(beyond.wouldRefuse().guard()).isEqualTo(GuardKind.BULKHEAD);
    beyond.end(Outcome.SUCCESS, 0, 1);
    assertThat(reading(guards, Gauge.IN_USE)).as("it held no place").isEqualTo(1);
  }

  @Test
  void whoWaitsForAConnectionTakesNoPlaceOfWhoHasOne() {
    Guards guards = guards(rules("bulkhead.max-concurrent", "2"));
    GuardSet set = set(guards, CallKind.JDBC);
    GuardedCall connecting =
        new GuardedCall() {
          @Override
          public boolean connects() {
            return true;
          }
        };
    set.acquire(connecting, 0);
    set.acquire(connecting, 0);
    assertThat(set.acquire(connecting, 0).refusal()).isNotNull();
    assertThat(set.acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    assertThat(reading(guards, Gauge.IN_USE)).as("the fuller of the two").isEqualTo(2);
  }

  @Test
  void aLaterRefusalGivesThePlaceBack() {
    Guards guards =
        guards(
            rules(
                "bulkhead.max-concurrent", "1",
                "concurrency.limit", "aimd",
                "concurrency.initial", "5"));
    GuardSet set = set(guards, CallKind.HTTP_CLIENT);
    Permit only = set.acquire(GuardedCall.UNKNOWN, 0).permit();
    for (int i = 0; i < 20; i++) {
      assertThat(set.acquire(GuardedCall.UNKNOWN, 0).refusal().guard())
          .isEqualTo(GuardKind.BULKHEAD);
    }
    only.end(Outcome.SUCCESS, 0, 1);
    assertThat(guards.readings())
        .filteredOn(reading -> reading.gauge() == Gauge.IN_USE)
        .allSatisfy(reading -> assertThat(reading.value()).isZero());
  }
}
