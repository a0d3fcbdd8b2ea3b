// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.Breakers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  private static final Refusal REFUSAL =
      new Refusal(
          GuardKind.CIRCUIT_BREAKER, "inventory", "inventory:8080", "it is open", 3 * SECOND);

  static Stream<Exception> all() {
    return Stream.of(
        new HttpCallRefusal(REFUSAL, SECOND),
        new SqlConnectionRefusal(REFUSAL, SECOND),
        new SqlStatementRefusal(REFUSAL, SECOND),
        new SqlReadOnlyRefusal(REFUSAL, SECOND));
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhoRefusedAndHowToTurnItOff(Exception refusal) {
    assertThat(refusal)
        .hasMessage(
            "Refused by Outrider, nothing was sent to inventory:8080: it is open; next try in 2s."
                + " Rule: inventory, guard: circuit-breaker; to turn it off:"
                + " outrider.rules.inventory.mode=off");
    GuardRejection rejection = (GuardRejection) refusal;
    assertThat(rejection.rule()).isEqualTo("inventory");
    assertThat(rejection.guard()).isEqualTo("circuit-breaker");
    assertThat(rejection.retryAfterNanos()).isEqualTo(2 * SECOND);
  }

  @ParameterizedTest
  @MethodSource("all")
  void costsNoStackTrace(Exception refusal) {
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadBackAsThePlainTypeOfTheJdkWithAllThatWasAdded(Exception refusal) throws Exception {
    refusal.addSuppressed(new IOException("suppressed"));
    refusal.initCause(new IOException("cause"));
    Throwable read = copy(refusal);
    assertThat(read.getClass()).isEqualTo(refusal.getClass().getSuperclass());
    assertThat(read).hasMessage(refusal.getMessage());
    assertThat(read.getStackTrace()).isEmpty();
    assertThat(read.getSuppressed()).hasSize(1);
    assertThat(read).hasCauseInstanceOf(IOException.class);
    if (refusal instanceof SQLException) {
      assertThat(((SQLException) read).getSQLState())
          .isEqualTo(((SQLException) refusal).getSQLState());
    }
  }

  private static Throwable copy(Exception refusal) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(refusal);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Throwable) in.readObject();
    }
  }

  @Test
  void anHttpClientSeesAConnectionThatCouldNotBeMade() {
    assertThat(new HttpCallRefusal(REFUSAL, 0)).isInstanceOf(ConnectException.class);
  }

  /** HikariCP evicts on SQL states 08xxx and on SQLTimeoutException. */
  @Test
  @Tag("lesson-20")
  void noPoolThrowsAHealthyConnectionAwayForARefusal() {
    SQLException connection = new SqlConnectionRefusal(REFUSAL, 0);
    SQLException statement = new SqlStatementRefusal(REFUSAL, 0);
    assertThat((Throwable) connection).isInstanceOf(SQLTransientConnectionException.class);
    assertThat(connection.getSQLState()).isEqualTo("53300");
    assertThat((Throwable) statement)
        .isInstanceOf(SQLTransientException.class)
        .isNotInstanceOf(SQLTransientConnectionException.class)
        .isNotInstanceOf(SQLTimeoutException.class);
    assertThat(statement.getSQLState()).isEqualTo("53000");
  }

  @Test
  void aLogWriterOfTheDriverManagerDoesNoHarm() {
    DriverManager.setLogWriter(new PrintWriter(new StringWriter()));
    try {
      assertThat(new SqlConnectionRefusal(REFUSAL, 0).getMessage()).contains("inventory");
      assertThat(new SqlStatementRefusal(REFUSAL, 0).getMessage()).contains("inventory");
    } finally {
      DriverManager.setLogWriter(null);
    }
  }

  @Test
  void durationsAreShortForPeople() {
    assertThat(Durations.text(1)).isEqualTo("1ms");
    assertThat(Durations.text(150_000_000)).isEqualTo("150ms");
    assertThat(Durations.text(SECOND)).isEqualTo("1s");
    assertThat(Durations.text(3_250_000_000L)).isEqualTo("3.3s");
    assertThat(Durations.text(60 * SECOND)).isEqualTo("1m");
    assertThat(Durations.text(90 * SECOND)).isEqualTo("1m30s");
  }

  @Test
  void aServerAnswersByTheKindOfGuard() {
    assertThat(refusal(GuardKind.RATE_LIMIT).status()).isEqualTo(429);
    assertThat(refusal(GuardKind.DEADLINE).status()).isEqualTo(504);
    assertThat(refusal(GuardKind.BULKHEAD).status()).isEqualTo(503);
    assertThat(refusal(GuardKind.SHED).status()).isEqualTo(503);
  }

  private static Refusal refusal(GuardKind kind) {
    return new Refusal(kind, "r", "p", "why", 0);
  }

  @Test
  void retryAfterIsInWholeSecondsRoundedUpAndNeverZero() {
    assertThat(REFUSAL.retryAfterSeconds(0)).isEqualTo(3);
    assertThat(REFUSAL.retryAfterSeconds(1)).isEqualTo(3);
    assertThat(REFUSAL.retryAfterSeconds(-1)).isEqualTo(4);
    assertThat(REFUSAL.retryAfterSeconds(10 * SECOND)).isEqualTo(1);
  }

  @Test
  void aServersAnswerNamesGuardAndRuleAndWhenToComeBack() {
    Answer answer = Answer.refusing(REFUSAL, 0);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers())
        .startsWith(
            "Content-Type", "application/problem+json", "Cache-Control", "no-store", "Retry-After")
        .hasSize(6);
    assertThat(Integer.parseInt(answer.headers()[5])).isBetween(3, 5);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                + "\"guard\":\"circuit-breaker\",\"rule\":\"inventory\"}");
  }

  @Test
  void thoseRefusedTogetherAreNotToldToComeBackTogether() {
    Set<String> told = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      told.add(Answer.refusing(refusal(GuardKind.BULKHEAD), 0).headers()[5]);
    }
    assertThat(told).containsExactly("1", "2", "3");
  }

  @Test
  void aRateLimitSaysExactlyWhen() {
    Refusal limited = new Refusal(GuardKind.RATE_LIMIT, "r", "p", "why", 20 * SECOND);
    for (int i = 0; i < 100; i++) {
      assertThat(Answer.refusing(limited, 0).headers()[5]).isEqualTo("20");
    }
  }
}
