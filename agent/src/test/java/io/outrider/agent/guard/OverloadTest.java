// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OverloadTest {
  private static GuardSet set(CallKind kind, Map<String, String> values) {
    GuardRules rules = GuardRules.parse(Map.of("r", values), Map.of());
    assertThat(rules.problems()).isEmpty();
    return new Guards(rules, GuardTelemetry.NONE, line -> {})
        .forPeer(kind, "h", 1, null, null)
        .whole();
  }

  private static GuardSet adaptive(CallKind kind) {
    return set(kind, Map.of("concurrency.limit", "aimd"));
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(CallKind.HTTP_CLIENT, 503, Outcome.OVERLOADED),
        Arguments.of(CallKind.HTTP_CLIENT, 429, Outcome.TURNED_AWAY),
        Arguments.of(CallKind.HTTP_CLIENT, 500, Outcome.FAILURE),
        Arguments.of(CallKind.HTTP_CLIENT, 404, Outcome.SUCCESS),
        Arguments.of(CallKind.HTTP_SERVER, 503, Outcome.FAILURE),
        Arguments.of(CallKind.HTTP_SERVER, 429, Outcome.SUCCESS));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void statusesByWhichAPeerTurnsCallsAway(CallKind kind, int status, Outcome expected) {
    assertThat(adaptive(kind).ending(status, null, false)).isEqualTo(expected);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(CallKind.HTTP_CLIENT, new SocketTimeoutException(), Outcome.OVERLOADED),
        Arguments.of(
            CallKind.HTTP_CLIENT,
            new CompletionException(new HttpTimeoutException("x")),
            Outcome.OVERLOADED),
        Arguments.of(
            CallKind.HTTP_CLIENT, new InterruptedIOException("timeout"), Outcome.OVERLOADED),
        Arguments.of(CallKind.HTTP_CLIENT, new ConnectException(), Outcome.FAILURE),
        Arguments.of(CallKind.HTTP_CLIENT, new IOException(), Outcome.FAILURE),
        Arguments.of(CallKind.HTTP_CLIENT, new CancellationException(), Outcome.IGNORED),
        Arguments.of(CallKind.JDBC, new SQLTimeoutException(), Outcome.OVERLOADED),
        Arguments.of(CallKind.JDBC, new SQLTransientConnectionException(), Outcome.OVERLOADED),
        Arguments.of(CallKind.JDBC, new SQLException("x", "53300"), Outcome.OVERLOADED),
        Arguments.of(CallKind.JDBC, new SQLException("x", "08006"), Outcome.FAILURE),
        Arguments.of(CallKind.JDBC, new SQLException("x", "23505"), Outcome.SUCCESS));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsThatAskForFewerCalls(CallKind kind, Throwable error, Outcome expected) {
    assertThat(adaptive(kind).ending(0, error, false)).isEqualTo(expected);
  }

  @Test
  void aCallThatEndsAfterItsDeadlineCameTooLate() {
    assertThat(adaptive(CallKind.HTTP_SERVER).ending(200, null, true))
        .isEqualTo(Outcome.TURNED_AWAY);
  }

  @Test
  void aRefusalOfOurOwnSaysNothing() {
    Refusal refusal = new Refusal(GuardKind.BULKHEAD, "r", "p", "why", 0);
    assertThat(adaptive(CallKind.JDBC).ending(0, new SqlConnectionRefusal(refusal, 0), false))
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  void whereNobodyAsksNothingIsToldApart() {
    GuardSet fixed = set(CallKind.HTTP_CLIENT, Map.of("bulkhead.max-concurrent", "5"));
    assertThat(fixed.ending(503, null, true)).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void toABreakerOverloadIsWhatItWas() {
    GuardSet both =
        set(
            CallKind.HTTP_CLIENT,
            Map.of(
                "concurrency.limit", "aimd",
                "concurrency.initial", "100",
                "circuit-breaker.minimum-calls", "4"));
    for (int i = 0; i < 20; i++) {
      Permit permit = both.acquire(GuardedCall.UNKNOWN, 0).permit();
      permit.end(both.ending(429, null, false), 0, 1);
    }
    assertThat(both.acquire(GuardedCall.UNKNOWN, 0).permit()).isNotNull();
    for (int i = 0; i < 20; i++) {
      Admission admission = both.acquire(GuardedCall.UNKNOWN, 0);
      if (admission.permit() != null) {
        admission.permit().end(both.ending(503, null, false), 0, 1);
      }
    }
    assertThat(both.acquire(GuardedCall.UNKNOWN, 0).refusal().guard())
        .isEqualTo(GuardKind.CIRCUIT_BREAKER);
  }
}
