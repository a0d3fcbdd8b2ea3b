// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.smoke.driver.Order;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Logback, also with an appender of its own thread that does not prepare events for it. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class LogbackIT extends LogContract {
  static Stream<LogVariant> variants() {
    return Stream.of(
        variant("logback-1.0", 8),
        variant("logback-1.2", 17),
        variant("logback-new", 17),
        variant("logback-new", 25));
  }

  private static LogVariant variant(String library, int version) {
    return new LogVariant(
        "logback",
        "LogbackDriver",
        library,
        version,
        "logback",
        List.of("sync", "async", "unprepared", "sent"),
        List.of("async", "unprepared"),
        Map.of(),
        64);
  }

  @Test
  void markersAndPairsAreAttributes() {
    Order marked = order("mark").with("message", "marked " + variant);
    exporting().perform(marked);
    assertThat(exported(marked).attributes()).containsEntry("logback.marker", "AUDIT");

    if (variant.library().equals("logback-new")) {
      Order pairs = order("pairs").with("message", "pairs " + variant);
      exporting().perform(pairs);
      assertThat(exported(pairs).attributes())
          .containsEntry("order", "7")
          .containsEntry("customer", "c-1");
    }
  }

  @Test
  void whatComesOverABridgeIsExportedOnce() {
    if (variant.library().equals("logback-new")) {
      Order bridged = order("bridge").with("message", "bridged " + variant);
      exporting().perform(bridged);

      assertThat(sink.awaitLog("unbridged " + bridged.get("message"))).hasSize(1);
      assertThat(exported(bridged).logger()).isEqualTo("bridged");
    }
  }
}
