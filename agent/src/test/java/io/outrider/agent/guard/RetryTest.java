// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.MS;
import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final long NOW = 1_000_000L;

  private static List<String> problems(String... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return GuardRules.parse(Map.of("r", values), Map.of()).problems();
  }

  private static GuardSet set(CallKind kind, Map<String, String> values) {
    GuardRules rules = GuardRules.parse(Map.of("r", values), Map.of());
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {})
        .forPeer(kind, "shop", 80, null, null)
        .whole();
  }

  private static Retry retry(RetrySettings settings, long drawn) {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {}, () -> 0);
    GuardPlace place = new GuardPlace(guards, "r", Mode.ENFORCE, CallKind.HTTP_CLIENT, "shop:80");
    return new Retry(place, settings, bound -> Math.min(drawn, bound - 1), 0);
  }

  @Test
  void aPauseIsDrawnFromZeroToADoublingBoundThatEnds() {
    RetrySettings settings = new RetrySettings();
    settings.maxAttempts = 10;
    Retry longest = retry(settings, Long.MAX_VALUE);
    long[] expected = {50, 100, 200, 400, 800, 1000, 1000, 1000, 1000};
    for (int i = 0; i < expected.length; i++) {
      assertThat(longest.pauseNanos(i + 1, null, Timeouts.NO_DEADLINE)).isEqualTo(expected[i] * MS);
    }
    assertThat(longest.pauseNanos(10, null, Timeouts.NO_DEADLINE)).isEqualTo(Retry.NEVER);
    assertThat(retry(settings, 0).pauseNanos(5, null, Timeouts.NO_DEADLINE)).isZero();
  }

  @Test
  void whateverTheSettingsAPauseStaysInItsBoundsAndBeforeTheDeadline() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      RetrySettings settings = new RetrySettings();
      settings.maxAttempts = 2 + random.nextInt(9);
      settings.backoffNanos = 1 + (long) (random.nextDouble() * 60 * SECOND);
      settings.backoffMaxNanos =
          settings.backoffNanos
              + (long) (random.nextDouble() * (60 * SECOND - settings.backoffNanos));
      long remaining =
          random.nextBoolean() ? Timeouts.NO_DEADLINE : random.nextInt(2_000) * MS - SECOND;
      int attempt = 1 + random.nextInt(10);
      long pause =
          retry(settings, (long) (random.nextDouble() * 61 * SECOND))
              .pauseNanos(attempt, null, remaining);
      if (pause != Retry.NEVER) {
        assertThat(pause).isBetween(0L, settings.backoffMaxNanos).isLessThan(remaining);
        assertThat(attempt).isLessThan(settings.maxAttempts);
      }
    }
  }

  @Test
  void retryAfterComesOnTopUnlessItIsTooLong() {
    Retry retry = retry(new RetrySettings(), 0);
    assertThat(retry.pauseNanos(1, "1", Timeouts.NO_DEADLINE)).isEqualTo(SECOND);
    assertThat(retry.pauseNanos(1, "2", Timeouts.NO_DEADLINE)).isEqualTo(Retry.NEVER);
    assertThat(retry.pauseNanos(1, "1", SECOND)).isEqualTo(Retry.NEVER);
    assertThat(retry.pauseNanos(1, "soon", Timeouts.NO_DEADLINE)).isZero();
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    long now = 1_700_000_000_000L;
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(now + 7_000).atOffset(ZoneOffset.UTC));
    assertThat(RetryAfter.nanos(date, now)).isEqualTo(7 * SECOND);
    assertThat(RetryAfter.nanos("Sun, 06 Nov 1994 08:49:37 GMT", now)).isZero();
    assertThat(RetryAfter.nanos(" 120 ", now)).isEqualTo(120 * SECOND);
    assertThat(RetryAfter.nanos("0", now)).isZero();
    assertThat(RetryAfter.nanos("99999999999999999999999", now)).isPositive();
    for (String bad : new String[] {null, "", "-1", "1.5", "1s", "Sunday", "١"}) {
      assertThat(RetryAfter.nanos(bad, now)).as(bad).isEqualTo(RetryAfter.NONE);
    }
  }

  @Test
  @Tag("lesson-1")
  void theBudgetIsAskedOnceForEachRetry() {
    RetrySettings settings = new RetrySettings();
    settings.budgetFloor = 0;
    Retry retry = retry(settings, 0);
    for (int i = 0; i < 100; i++) {
      retry.called(NOW);
    }
    int granted = 0;
    for (int i = 0; i < 100; i++) {
      granted += retry.take(NOW) ? 1 : 0;
    }
    assertThat(granted).isEqualTo(20);
  }

  @Test
  void aRefusalIsNeverWorthARetryOfItsOwn() {
    Refusal refusal = new Refusal(GuardKind.BULKHEAD, "r", "shop:80", "full", 1);
    // The engine never asks: an attempt that is refused ends the call. Nothing was sent by it.
    assertThat(Retry.isConnectFailure(new HttpCallRefusal(refusal, 0))).isTrue();
  }

  @Test
  void mistakesInRulesAreNamed() {
    assertThat(problems("match", "client:http", "retry.max-attempts", "1").get(0))
        .contains("retry.max-attempts=1")
        .contains("from 2 to 10");
    assertThat(problems("match", "client:http", "retry.on", "errors").get(0))
        .contains("connect-failure, timeout, and statuses");
    assertThat(problems("match", "client:http", "retry.on", "timeout,5xx").get(0))
        .contains("connect-failure, timeout, and statuses");
    assertThat(problems("match", "client:http", "retry.methods", "get").get(0))
        .contains("in capitals");
    assertThat(problems("match", "client:http", "retry.backoff", "50").get(0)).contains("unit");
    assertThat(
            problems("match", "client:http", "retry.backoff", "2s", "retry.backoff-max", "1s")
                .get(0))
        .contains("shorter than retry.backoff");
    assertThat(problems("match", "client:jdbc", "retry.max-attempts", "2").get(0))
        .contains("client:jdbc");
    assertThat(problems("match", "server:http", "fallback.status", "200").get(0))
        .contains("server:http");
    assertThat(problems("match", "client:http", "fallback.status", "100").get(0))
        .contains("from 200 to 599");
    assertThat(problems("match", "client:http", "fallback.headers", "no header").get(0))
        .contains("Name=value");
    assertThat(problems("match", "client:http", "fallback.on", "retry").get(0))
        .contains("circuit-breaker")
        .doesNotContain("fallback,");
    assertThat(problems("match", "client:http", "fault.percent", "5").get(0))
        .contains("needs a fault");
    assertThat(problems("match", "client:http", "fault.error", "reset").get(0))
        .contains("connect or timeout");
    assertThat(problems("match", "server:http", "fault.error", "connect").get(0))
        .contains("fault.status");
    assertThat(problems("match", "client:jdbc", "fault.status", "503").get(0))
        .contains("databases");
    assertThat(
            problems("match", "client:http", "fault.error", "connect", "fault.status", "503")
                .get(0))
        .contains("contradicts");
  }

  @Test
  void whatARuleSaysReachesTheGuards() {
    GuardSet set =
        set(
            CallKind.HTTP_CLIENT,
            Map.of(
                "retry.on", "timeout,500-502",
                "retry.methods", "PUT",
                "fallback.status", "204",
                "fallback.on", "bulkhead,rate-limit"));
    assertThat(set.admitsAll()).isTrue();
    assertThat(set.retry().wants(501)).isTrue();
    assertThat(set.retry().wants(503)).isFalse();
    assertThat(set.retry().wants(new java.net.SocketTimeoutException())).isTrue();
    assertThat(set.retry().wants(new java.net.ConnectException())).isFalse();
    assertThat(set.retry().repeats("PUT")).isTrue();
    assertThat(set.retry().repeats("GET")).isFalse();
    Refusal full = new Refusal(GuardKind.BULKHEAD, "r", "shop:80", "full", 1);
    Refusal open = new Refusal(GuardKind.CIRCUIT_BREAKER, "r", "shop:80", "open", 1);
    assertThat(set.fallback().to(full).status()).isEqualTo(204);
    assertThat(set.fallback().to(open)).isNull();
    assertThat(set(CallKind.JDBC, Map.of("retry.on", "timeout", "fault.delay", "1s")).retry())
        .isNull();
  }

  @Test
  void faultsHitTheirPartOfTheCalls() {
    Guards guards = new Guards(GuardRules.NONE, GuardTelemetry.NONE, line -> {}, () -> 0);
    GuardPlace place = new GuardPlace(guards, "r", Mode.ENFORCE, CallKind.HTTP_CLIENT, "shop:80");
    Random random = new Random(3);
    Fault tenth =
        new Fault(place, new FaultSettings(1_000, 1, 0, null), bound -> random.nextInt(bound));
    int hit = 0;
    for (int i = 0; i < 10_000; i++) {
      hit += tenth.hits() ? 1 : 0;
    }
    assertThat(hit).isBetween(850, 1_150);
    Fault all = new Fault(place, new FaultSettings(10_000, 1, 0, null), bound -> bound - 1);
    assertThat(all.hits()).isTrue();
    Fault least = new Fault(place, new FaultSettings(1, 1, 0, null), bound -> 1);
    assertThat(least.hits()).isFalse();
    GuardPlace dry = new GuardPlace(guards, "d", Mode.DRY_RUN, CallKind.HTTP_CLIENT, "shop:80");
    assertThat(new Fault(dry, new FaultSettings(10_000, 1, 0, null)).hits()).isFalse();
    assertThat(guards.decisions())
        .anyMatch(d -> d.rule().equals("d") && d.decision() == Decision.WOULD_REJECT);
  }
}
