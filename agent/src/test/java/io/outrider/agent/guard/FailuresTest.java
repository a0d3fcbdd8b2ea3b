// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static io.outrider.agent.guard.CallKind.HTTP_CLIENT;
import static io.outrider.agent.guard.CallKind.JDBC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static Outcome http(Throwable error) {
    return Failures.DEFAULT.outcome(HTTP_CLIENT, 0, error);
  }

  private static Outcome jdbc(Throwable error) {
    return Failures.DEFAULT.outcome(JDBC, 0, error);
  }

  /** Sermant counted 404 among the consecutive 5xx. */
  @ParameterizedTest
  @CsvSource({
    "200, SUCCESS", "304, SUCCESS", "400, SUCCESS", "404, SUCCESS", "429, SUCCESS", "499, SUCCESS",
    "500, FAILURE", "503, FAILURE", "599, FAILURE", "600, SUCCESS", "0, SUCCESS", "-1, SUCCESS"
  })
  void onlyStatusesFromFiveHundredAreFailures(int status, Outcome outcome) {
    assertThat(Failures.DEFAULT.outcome(HTTP_CLIENT, status, null)).isEqualTo(outcome);
  }

  @Test
  void errorsOfTheConnectionAndTimeoutsAreFailures() {
    assertThat(http(new ConnectException())).isEqualTo(Outcome.FAILURE);
    assertThat(http(new UnknownHostException())).isEqualTo(Outcome.FAILURE);
    assertThat(http(new EOFException())).isEqualTo(Outcome.FAILURE);
    assertThat(http(new SocketTimeoutException())).isEqualTo(Outcome.FAILURE);
    assertThat(http(new HttpTimeoutException("late"))).isEqualTo(Outcome.FAILURE);
    assertThat(http(new InterruptedIOException("timeout"))).isEqualTo(Outcome.FAILURE);
    assertThat(http(new CompletionException(new ConnectException()))).isEqualTo(Outcome.FAILURE);
    assertThat(http(new UncheckedIOException(new IOException()))).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void whatTheApplicationStoppedItselfSaysNothing() {
    assertThat(http(new CancellationException())).isEqualTo(Outcome.IGNORED);
    assertThat(http(new InterruptedException())).isEqualTo(Outcome.IGNORED);
    assertThat(http(new ClosedByInterruptException())).isEqualTo(Outcome.IGNORED);
    assertThat(http(new ExecutionException(new CancellationException())))
        .isEqualTo(Outcome.IGNORED);
    Thread.currentThread().interrupt();
    try {
      assertThat(http(new InterruptedIOException())).isEqualTo(Outcome.IGNORED);
      assertThat(http(new SocketTimeoutException())).isEqualTo(Outcome.FAILURE);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aLibraryUsedWronglySaysNothingAboutThePeer() {
    assertThat(http(new IllegalArgumentException("bad URI"))).isEqualTo(Outcome.IGNORED);
    assertThat(http(new NullPointerException())).isEqualTo(Outcome.IGNORED);
    assertThat(http(new OutOfMemoryError())).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void aRefusalByAGuardFurtherInSaysNothing() {
    Refusal refusal = new Refusal(GuardKind.BULKHEAD, "r", "p", "full", 0);
    assertThat(http(new HttpCallRefusal(refusal, 0))).isEqualTo(Outcome.IGNORED);
    assertThat(jdbc(new SqlStatementRefusal(refusal, 0))).isEqualTo(Outcome.IGNORED);
    assertThat(http(new CompletionException(new HttpCallRefusal(refusal, 0))))
        .isEqualTo(Outcome.IGNORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "53300", "57014", "57P01", "58030", "XX000", "HYT00"})
  void sqlStatesOfASickDatabaseAreFailures(String state) {
    assertThat(jdbc(new SQLException("x", state))).isEqualTo(Outcome.FAILURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "23505", "25P02", "28P01", "40001", "40P01", "42P01", "P0001"})
  void sqlStatesOfABadStatementAreNot(String state) {
    assertThat(jdbc(new SQLException("x", state))).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void sqlExceptionsAreTakenByTheirKindWhereTheStateIsTheDriversOwn() {
    assertThat(jdbc(new SQLTimeoutException())).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLTransientConnectionException())).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLNonTransientConnectionException())).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLRecoverableException())).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLException())).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLException("x", "S1000"))).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLException("x", "9"))).isEqualTo(Outcome.FAILURE);
    assertThat(jdbc(new SQLSyntaxErrorException())).isEqualTo(Outcome.SUCCESS);
    assertThat(jdbc(new SQLIntegrityConstraintViolationException())).isEqualTo(Outcome.SUCCESS);
    assertThat(jdbc(new SQLTransactionRollbackException())).isEqualTo(Outcome.SUCCESS);
    assertThat(jdbc(new IllegalStateException())).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void exceptionsAreRecordedAndIgnoredByNameWithTheirSubclasses() {
    Failures failures =
        new Failures(
            StatusRanges.SERVER_ERRORS,
            new String[] {"java.io.IOException"},
            new String[] {"java.net.SocketException"});
    assertThat(failures.outcome(HTTP_CLIENT, 0, new EOFException())).isEqualTo(Outcome.FAILURE);
    assertThat(failures.outcome(HTTP_CLIENT, 0, new ConnectException())).isEqualTo(Outcome.IGNORED);
    assertThat(failures.outcome(HTTP_CLIENT, 0, new RuntimeException())).isEqualTo(Outcome.SUCCESS);
    assertThat(failures.outcome(HTTP_CLIENT, 0, new CancellationException()))
        .isEqualTo(Outcome.IGNORED);
    assertThat(failures.outcome(HTTP_CLIENT, 500, null)).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void aCycleOfCausesEnds() {
    CompletionException a = new CompletionException("a") {};
    CompletionException b = new CompletionException(a);
    a.initCause(b);
    assertThat(http(a)).isEqualTo(Outcome.FAILURE);
  }

  @Test
  void equalSettingsAreEqual() {
    Failures a = new Failures(StatusRanges.parse("500"), new String[] {"a.B"}, new String[0]);
    Failures b = new Failures(StatusRanges.parse("500"), new String[] {"a.B"}, new String[0]);
    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b).isNotEqualTo(Failures.DEFAULT);
  }
}
