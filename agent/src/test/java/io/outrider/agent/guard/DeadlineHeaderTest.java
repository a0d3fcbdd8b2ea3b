// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineHeaderTest {
  private static final long YEAR = DeadlineHeader.LONGEST_NANOS;

  @ParameterizedTest
  @CsvSource({"250,250000000", "1,1000000", " 7 ,7000000", "+7,7000000", "0007,7000000", "0,0"})
  void millisecondsAreWholeNumbers(String text, long nanos) {
    assertThat(DeadlineHeader.millis(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "1H,3600000000000",
    "2M,120000000000",
    "3S,3000000000",
    "250m,250000000",
    "9u,9000",
    "99999999n,99999999",
    "0S,0"
  })
  void grpcHasItsUnits(String text, long nanos) {
    assertThat(DeadlineHeader.grpc(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "-", "+", "1.5", "1e3", "soon", "10 ms", "10ms", "0x10", "١٢"})
  void whatIsNoNumberSaysNothing(String text) {
    assertThat(DeadlineHeader.millis(text)).isEqualTo(DeadlineHeader.NONE);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"S", "10", "10s", "10h", "1.5S", "S10", "-S", "10 S", "10SS", "10\u0000"})
  void whatGrpcWouldNotSendSaysNothing(String text) {
    assertThat(DeadlineHeader.grpc(text)).isEqualTo(DeadlineHeader.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0", "-9223372036854775808", "-99999999999999999999999999"})
  void whatIsBelowOneIsOver(String text) {
    assertThat(DeadlineHeader.millis(text)).isZero();
    assertThat(DeadlineHeader.grpc(text + "S")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31536000001",
        "9223372036854",
        "9223372036855",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999999999999999999999999999"
      })
  void whatIsTooLargeIsAYear(String text) {
    assertThat(DeadlineHeader.millis(text)).isEqualTo(YEAR);
    assertThat(DeadlineHeader.grpc(text + "H")).isEqualTo(YEAR);
  }

  @Test
  void anyNumberIsExactOrAYear() {
    Random random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      BigInteger number = new BigInteger(random.nextInt(100), random);
      number = random.nextBoolean() ? number : number.negate();
      BigInteger nanos = number.multiply(BigInteger.valueOf(1_000_000));
      long expected = nanos.signum() <= 0 ? 0 : nanos.min(BigInteger.valueOf(YEAR)).longValue();
      assertThat(DeadlineHeader.millis(number.toString())).as("%s", number).isEqualTo(expected);
      assertThat(DeadlineHeader.grpc(number + "m")).as("%s", number).isEqualTo(expected);
    }
  }

  @Test
  void noTextIsTooStrange() {
    Random random = new Random(7);
    String characters = "0123456789+-. HMSmun\u0000\uD83D";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(25); length > 0; length--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      assertThat(DeadlineHeader.millis(text.toString())).isNotNegative();
      assertThat(DeadlineHeader.grpc(text.toString())).isNotNegative();
    }
  }
}
